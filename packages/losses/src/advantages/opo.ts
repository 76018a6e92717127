/**
 * On-policy RL with the optimal baseline: long rows move the policy more, so their reward weighs more in the mean.
 *
 *     A_i = R_i - sum_j |y_j| R_j / sum_j |y_j|        over the rows of the group
 *
 * The variance-optimal baseline if a row's squared gradient grows with its length. arXiv 2505.23585; verl `opo`. A row
 * alone in its group keeps its reward, as in verl; a group without a token has the plain mean.
 */
import type { Numbers } from '../tokens.ts';
import { checkPerRow, type Groups, meanOf, rowsByGroup } from './groups.ts';

/**
 * One advantage per row, in the order of the rows.
 * @param lengths response tokens of each row.
 * @throws when lengths differ, a reward is not finite, or a length is not a whole number of tokens.
 */
export function opo(rewards: Numbers, groups: Groups, lengths: Numbers): Float64Array {
  checkPerRow('lengths', lengths, rewards.length);
  const bad = Array.from(lengths).findIndex(length => !(Number.isInteger(length) && length >= 0));
  if (bad >= 0) {
    throw new Error(
      `The length of row ${bad} is a whole number of response tokens, e.g. 512; received ${lengths[bad]}.`,
    );
  }
  const advantages = new Float64Array(rewards.length);
  for (const rows of rowsByGroup(rewards, groups).values()) {
    const tokens = rows.reduce((sum, row) => sum + lengths[row]!, 0);
    const weighted = rows.reduce((sum, row) => sum + lengths[row]! * rewards[row]!, 0);
    const mean = tokens > 0 ? weighted / tokens : meanOf(rows.map(row => rewards[row]!));
    for (const row of rows) advantages[row] = rewards[row]! - (rows.length > 1 ? mean : 0);
  }
  return advantages;
}
