/** Rows by the prompt they answer: what every group-relative advantage starts from. */
import type { Numbers } from '../tokens.ts';

/** The prompt each row belongs to: one id per row, in any order. */
export type Groups = ArrayLike<number | string>;

/**
 * The rows of each group, in the order of their first row.
 * @throws when there isn't one group id per reward, or a reward is not finite.
 */
export function rowsByGroup(rewards: Numbers, groups: Groups): Map<number | string, number[]> {
  if (groups.length !== rewards.length) {
    throw new Error(
      'Advantages need one reward and one group id per row, e.g. [1, 0] and ["p1", "p1"]; received ' +
        `${rewards.length} rewards, ${groups.length} group ids.`,
    );
  }
  checkRewards(rewards);
  const rows = Array.from(groups, (_, row) => row);
  return Map.groupBy(rows, row => groups[row]!);
}

/** @throws when the reward of a row is not finite. */
export function checkRewards(rewards: Numbers): void {
  for (let row = 0; row < rewards.length; row++) {
    if (!Number.isFinite(rewards[row])) {
      throw new Error(
        `The reward of row ${row} must be a finite number, e.g. 0 or 1; received ${rewards[row]}.`,
      );
    }
  }
}

/** @throws when values that go with the rows aren't one per row. */
export function checkPerRow(name: string, values: Numbers | undefined, rows: number): void {
  if (values && values.length !== rows) {
    throw new Error(`${name} needs one entry per row: ${rows}; received ${values.length}.`);
  }
}

/** Arithmetic mean; exact where all values are equal. */
export function meanOf(values: readonly number[]): number {
  if (values.every(value => value === values[0])) return values[0]!;
  return values.reduce((total, value) => total + value, 0) / values.length;
}
