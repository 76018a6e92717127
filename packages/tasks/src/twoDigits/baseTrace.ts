import type { Random } from '../random.ts';
import { type Kind, operationOf, type State } from './operations.ts';
import { digits, type TwoDigitsProblem } from './problem.ts';

/** The probability that the base applies an operation of each kind rightly. */
export type Mastery = Readonly<Record<Kind, number>>;

export const mastery: Mastery = { easy: 0.97, T1: 0.3, T2: 0.015 };

/**
 * What the base model writes: one line an operation, `q12\np12\n...[13]`, each from the state the line before
 * wrote, wrong or not.
 *
 * A slip on an easy operation replaces one digit of the right state, either alike, by one of the nine others;
 * a T1 or T2 operation that isn't applied leaves the state as it was.
 */
export function baseTrace(problem: TwoDigitsProblem, rng: Random, known: Mastery = mastery): string {
  let state = problem.start;
  let text = '';
  for (const letter of problem.operations) {
    const { kind, apply } = operationOf(letter);
    if (rng.chance(known[kind])) state = apply(state);
    else if (kind === 'easy') state = slip(apply(state), rng);
    text += `${letter}${digits(state)}\n`;
  }
  return `${text}[${digits(state)}]`;
}

function slip([x, y]: State, rng: Random): State {
  const by = 1 + rng.below(9);
  return rng.chance(0.5) ? [(x + by) % 10, y] : [x, (y + by) % 10];
}
