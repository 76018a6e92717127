/** A program to run, with what to run it on; what should come of it stays outside. */
export interface Job {
  readonly code: string;
  readonly tasks: readonly Task[];
  readonly limits: Limits;
}

/** An expression to evaluate after the program, or an input to feed it. */
export type Task = { readonly expression: string } | { readonly input: string };

export interface Limits {
  /** Megabytes of memory of the interpreter; Python's own 32 are among them. */
  readonly memoryMb: number;
  /** Characters that a program may print in a test. */
  readonly outputCharacters: number;
  /** Steps of JavaScript, about a bytecode each; Python counts none. */
  readonly steps: number;
}

/** What came of one task. */
export type Outcome =
  /** The value of the expression, as JSON. */
  | { readonly value: string }
  | { readonly output: string }
  /** The program's own fault. */
  | { readonly fault: string }
  /** The steps ran out. */
  | { readonly exhausted: string };

/** What a worker says: that it is ready; the outcomes of a job; or that its interpreter broke, and it must be replaced. */
export type Message = 'ready' | { readonly outcomes: readonly Outcome[] } | { readonly broken: string };
