/** Compiles patterns to the instructions of a nondeterministic automaton (Thompson 1968). */
import type { CharacterSet, Pattern } from './syntax.ts';

export type Instruction =
  | { readonly op: 'character'; readonly has: CharacterSet }
  | { readonly op: 'assert'; readonly where: 'start' | 'end' | 'boundary' | 'inside' }
  /** Goes on at each of these places. */
  | { readonly op: 'fork'; readonly to: readonly number[] }
  | { readonly op: 'match' };

/** Counted repeats are written out, and a text costs its length times the instructions. */
const LONGEST = 10_000;

/** @throws RangeError when the pattern comes to more than 10,000 instructions */
export function compile(pattern: Pattern): readonly Instruction[] {
  const program: Instruction[] = [];

  /** Places an instruction that may be replaced when its targets are known. */
  function place(instruction: Instruction): number {
    if (program.length >= LONGEST)
      throw new RangeError(`the pattern comes to more than ${LONGEST} instructions; lower its counts`);
    return program.push(instruction) - 1;
  }

  function emit(node: Pattern): void {
    if (node.type === 'set') place({ op: 'character', has: node.has });
    else if (node.type === 'assert') place({ op: 'assert', where: node.where });
    else if (node.type === 'sequence') for (const part of node.parts) emit(part);
    else if (node.type === 'either') emitEither(node.branches);
    else emitRepeat(node.part, node.min, node.max);
  }

  function emitEither(branches: readonly Pattern[]): void {
    const fork = place({ op: 'fork', to: [] });
    const starts: number[] = [];
    const ends: number[] = [];
    for (const branch of branches) {
      starts.push(program.length);
      emit(branch);
      ends.push(place({ op: 'fork', to: [] }));
    }
    program[fork] = { op: 'fork', to: starts };
    for (const end of ends) program[end] = { op: 'fork', to: [program.length] };
  }

  function emitRepeat(part: Pattern, min: number, max: number): void {
    for (let i = 0; i < min; i++) emit(part);
    if (max === Number.POSITIVE_INFINITY) {
      const fork = place({ op: 'fork', to: [] });
      emit(part);
      place({ op: 'fork', to: [fork] });
      program[fork] = { op: 'fork', to: [fork + 1, program.length] };
      return;
    }
    const forks: number[] = [];
    for (let i = min; i < max; i++) {
      forks.push(place({ op: 'fork', to: [] }));
      emit(part);
    }
    for (const fork of forks) program[fork] = { op: 'fork', to: [fork + 1, program.length] };
  }

  emit(pattern);
  place({ op: 'match' });
  return program;
}
