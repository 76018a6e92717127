import { random } from '../random.ts';
import { type Level, problemOf } from './levels.ts';
import { promptOf, type TwoDigitsProblem } from './problem.ts';

export type LeveledProblem = TwoDigitsProblem & { readonly level: Level };

/** How many draws in a row may be taken already, before a level counts as exhausted. */
const patience = 1_000;

/**
 * Draws `count` different problems, the levels taken in turn.
 *
 * @param exclude prompts that must not be drawn
 */
export function problems({
  levels,
  count,
  seed,
  exclude = new Set(),
}: {
  levels: readonly Level[];
  count: number;
  seed: number;
  exclude?: ReadonlySet<string>;
}): LeveledProblem[] {
  if (levels.length === 0) throw new RangeError('levels is empty; give at least one, for example ["L1"]');
  const rng = random(seed, `problems ${levels.join()}`);
  const taken = new Set(exclude);

  const untaken = (level: Level): LeveledProblem => {
    for (let draws = 0; draws < patience; draws++) {
      const problem = { ...problemOf(level, rng), level };
      if (!taken.has(promptOf(problem))) return problem;
    }
    throw new RangeError(
      `${level} has hardly a problem left after ${taken.size}; received count ${count}, try ${taken.size >> 1}`,
    );
  };

  return Array.from({ length: count }, (_, i) => {
    const problem = untaken(levels[i % levels.length]!);
    taken.add(promptOf(problem));
    return problem;
  });
}
