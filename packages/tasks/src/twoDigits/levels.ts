import type { Random } from '../random.ts';
import { type Kind, operations } from './operations.ts';
import type { TwoDigitsProblem } from './problem.ts';

/** Graded by n, the number of operations: L1 2, L2 3, L3 4, L4 5, L5 6. O2 (n 5) is out of distribution. */
export type Level = 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'O2';

/** How many operations of each kind a graded level draws. */
const drawn: Readonly<Record<Exclude<Level, 'O2'>, Readonly<Record<Kind, number>>>> = {
  L1: { easy: 1, T1: 1, T2: 0 },
  L2: { easy: 1, T1: 2, T2: 0 },
  L3: { easy: 1, T1: 1, T2: 2 },
  L4: { easy: 1, T1: 2, T2: 2 },
  L5: { easy: 1, T1: 2, T2: 3 },
};

export const benchmarkLevels: readonly Level[] = ['L1', 'L2', 'L3', 'L4', 'L5', 'O2'];

/** The cycle of the training prompts: L1, L2, and three each of L3, L4 and L5. */
export const trainLevels: readonly Level[] = [
  'L1',
  'L2',
  'L3',
  'L3',
  'L3',
  'L4',
  'L4',
  'L4',
  'L5',
  'L5',
  'L5',
];

/** One problem of a level, uniform over starts, choices of operations and orders. */
export function problemOf(level: Level, rng: Random): TwoDigitsProblem {
  if (level === 'O2') return repeatOne(problemOf('L4', rng), rng);
  const chosen = Object.entries(drawn[level]).flatMap(([kind, count]) =>
    rng.draw(
      operations.filter(operation => operation.kind === kind),
      count,
    ),
  );
  return problemWith(rng.draw(chosen), rng);
}

/** n distinct operations of all fourteen, whatever their kind: what the base model is pretrained on. */
export const anyProblem = (n: number, rng: Random): TwoDigitsProblem =>
  problemWith(rng.draw(operations, n), rng);

const problemWith = (chosen: readonly { letter: string }[], rng: Random): TwoDigitsProblem => ({
  start: [rng.below(10), rng.below(10)],
  operations: chosen.map(({ letter }) => letter).join(''),
});

/**
 * O2, read as: an L4 problem in which one operation is overwritten by another of its own, so that four are
 * distinct and one comes twice. No other problem, in training or before it, ever repeats an operation.
 */
function repeatOne({ start, operations: letters }: TwoDigitsProblem, rng: Random): TwoDigitsProblem {
  const [from, to] = rng.draw([0, 1, 2, 3, 4], 2);
  return { start, operations: letters.slice(0, to!) + letters[from!]! + letters.slice(to! + 1) };
}
