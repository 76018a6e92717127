// A program: kernel calls and barriers, replayed by every thread on its own share of each call's units.
//
// A call has `units` of work; thread t of n takes units [t * units / n, (t + 1) * units / n). Each pointer argument says
// how it is touched: `each` means that unit i touches only the i-th equal slice of it, `all` means that any unit may
// touch any of it, `thread` that each thread keeps to its own slice. From that the barriers follow: two calls need one
// between them only if they touch the same bytes, one of them writes, and the bytes are not split the same way. A whole
// forward pass over sequences needs few.

/** A pointer argument before addresses are known. */
export interface Access {
  /** Identity of the memory: offsets are compared within one space. */
  readonly space: 'arena' | 'heap';
  readonly start: number;
  readonly bytes: number;
  readonly mode: 'read' | 'write';
  readonly split: 'each' | 'all' | 'thread';
}

/** A pointer (by access), an integer, or a float. */
export type Argument = Access | { readonly i32: number } | { readonly f32: number };

export interface Call {
  readonly kernel: string;
  readonly units: number;
  readonly args: readonly Argument[];
}

export type Instruction = Call | 'barrier';

interface Touched extends Access {
  readonly units: number;
}

/** Puts a barrier before every call that needs one. */
export function withBarriers(calls: readonly Call[]): readonly Instruction[] {
  const program: Instruction[] = [];
  let since: Touched[] = [];
  for (const call of calls) {
    const touches = call.args
      .filter(arg => 'space' in arg)
      .map((access): Touched => ({ ...access, units: call.units }));
    if (touches.some(now => since.some(before => conflict(before, now)))) {
      program.push('barrier');
      since = [];
    }
    program.push(call);
    since.push(...touches);
  }
  return program;
}

function conflict(a: Touched, b: Touched): boolean {
  if (a.space !== b.space || (a.mode === 'read' && b.mode === 'read')) return false;
  if (a.start + a.bytes <= b.start || b.start + b.bytes <= a.start) return false;
  const sameSplit =
    a.split === b.split && (a.split === 'thread' || (a.split === 'each' && a.units === b.units));
  const sameSlices = sameSplit && a.start === b.start && a.bytes === b.bytes;
  return !sameSlices;
}

/** Words of a program in memory: a count, then (kernel, units, address of arguments) per instruction. */
export function encode(
  program: readonly Instruction[],
  kernelIndex: ReadonlyMap<string, number>,
  address: number,
  arenaBase: number,
): Int32Array {
  const words: number[] = [program.length];
  let next = 1 + 3 * program.length;
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  const args: number[] = [];
  for (const instruction of program) {
    if (instruction === 'barrier') {
      words.push(-1, 0, 0);
      continue;
    }
    const index = kernelIndex.get(instruction.kernel);
    if (index === undefined) throw new Error(`simd: no kernel is called ${instruction.kernel}`);
    words.push(index, instruction.units, address + 4 * next);
    for (const arg of instruction.args) {
      if ('space' in arg) args.push(arg.start + (arg.space === 'arena' ? arenaBase : 0));
      else if ('i32' in arg) args.push(arg.i32);
      else {
        float[0] = arg.f32;
        args.push(bits[0]!);
      }
    }
    next += instruction.args.length;
  }
  return Int32Array.from([...words, ...args].map(word => word | 0));
}

/** Number of words that `encode` makes. */
export function encodedLength(program: readonly Instruction[]): number {
  return program.reduce((sum, it) => sum + 3 + (it === 'barrier' ? 0 : it.args.length), 1);
}
