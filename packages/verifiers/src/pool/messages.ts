import type { Budget } from '../budget.ts';
import type { Attempt, Verdict } from '../verifier.ts';

/** What a worker is asked. */
export interface Request {
  readonly name: string;
  readonly attempt: Attempt;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly budget: Partial<Budget> | undefined;
}

/** What it answers: a verdict, or why there is none (an unknown name, a wrong option). */
export type Reply = { readonly verdict: Verdict } | { readonly refused: string };

/** What a worker says: that its modules are loaded, and then one reply a request. */
export type Message = 'ready' | Reply;
