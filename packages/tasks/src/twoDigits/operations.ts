/** Two digits, each 0 to 9: `[x, y]`. */
export type State = readonly [x: number, y: number];

/** How well the base model knows an operation: well, partly, or hardly ever. */
export type Kind = 'easy' | 'T1' | 'T2';

export interface Operation {
  readonly letter: string;
  readonly kind: Kind;
  /** The expert writes no state after it, where another operation follows on the same line. */
  readonly jumps: boolean;
  /** The next state; arithmetic is modulo 10. */
  apply(state: State): State;
}

const operation = (letter: string, kind: Kind, apply: Operation['apply']): Operation => ({
  letter,
  kind,
  jumps: 'fhm'.includes(letter),
  apply,
});
const digit = (value: number): number => value % 10;

/** The fourteen operations. The misconception of the base is that the T1 and T2 ones do nothing. */
export const operations: readonly Operation[] = [
  operation('a', 'easy', ([x, y]) => [digit(x + 1), y]),
  operation('b', 'easy', ([x, y]) => [x, digit(y + 1)]),
  operation('c', 'easy', ([x, y]) => [digit(x + 2), y]),
  operation('d', 'easy', ([x, y]) => [x, digit(y + 2)]),
  operation('f', 'easy', ([x, y]) => [y, x]),
  operation('h', 'easy', ([x, y]) => [digit(x + y), y]),
  operation('m', 'T1', ([x, y]) => [x, digit(y + x)]),
  operation('n', 'T1', ([x, y]) => [x, digit(y + 3)]),
  operation('o', 'T1', ([x, y]) => [digit(x + 9), y]),
  operation('p', 'T1', ([x, y]) => [digit(x + 3), y]),
  operation('q', 'T2', ([x, y]) => [9 - x, y]),
  operation('r', 'T2', ([x, y]) => [x, 9 - y]),
  operation('s', 'T2', ([x, y]) => [digit(x + 5), y]),
  operation('t', 'T2', ([x, y]) => [digit(x + 1), digit(y + 1)]),
];

const byLetter: ReadonlyMap<string, Operation> = new Map(operations.map(each => [each.letter, each]));

/** The operation of a letter. */
export function operationOf(letter: string): Operation {
  const found = byLetter.get(letter);
  if (found) return found;
  throw new RangeError(`no operation is called "${letter}"; there are ${[...byLetter.keys()].join(' ')}`);
}
