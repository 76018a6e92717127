/**
 * Group policy gradient: Dr.GRPO's advantage, made larger by as much as the batch has rows without reward.
 *
 *     A_i = B / max(1, #{R_j != 0}) * (R_i - mean(R))        B rows in the batch
 *
 * Rows of a prompt that always fails teach nothing; the factor keeps the step from shrinking with them. arXiv
 * 2504.02546; verl `gpg`. A row alone in its group has baseline 0, as in verl.
 */
import type { Numbers } from '../tokens.ts';
import { drGrpo } from './drGrpo.ts';
import type { Groups } from './groups.ts';

/**
 * One advantage per row, in the order of the rows.
 * @throws when lengths differ or a reward is not finite.
 */
export function gpg(rewards: Numbers, groups: Groups): Float64Array {
  const rewarded = Array.from(rewards).filter(reward => reward !== 0).length;
  const factor = rewards.length / Math.max(1, rewarded);
  return drGrpo(rewards, groups).map(advantage => factor * advantage);
}
