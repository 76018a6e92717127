import { operationOf, type State } from './operations.ts';

/** A start and the operations to apply in order. */
export interface TwoDigitsProblem {
  readonly start: State;
  /** Their letters, for example `qptrob`. */
  readonly operations: string;
}

/** Two characters: `17`. */
export const digits = ([x, y]: State): string => `${x}${y}`;

/** `12:qptrob=`; the beginning-of-sequence token is the tokenizer's. */
export const promptOf = ({ start, operations }: TwoDigitsProblem): string =>
  `${digits(start)}:${operations}=`;

/** The state after all operations: `17`. */
export const answerOf = ({ start, operations }: TwoDigitsProblem): string =>
  digits([...operations].reduce((state, letter) => operationOf(letter).apply(state), start));
