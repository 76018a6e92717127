/**
 * REINFORCE leave-one-out: each rollout's baseline is the mean of the others, so the estimate stays unbiased.
 *
 *     A_i = R_i - mean_{j != i} R_j  =  n / (n - 1) (R_i - mean(R))
 *
 * arXiv 2402.14740; verl `rloo`. A row alone in its group has no others: with `lone: 'reward'` its baseline is 0, as in
 * verl; with 'zero' it teaches nothing, as in verl's `rloo_vectorized`.
 */
import type { Numbers } from '../tokens.ts';
import { type Groups, meanOf, rowsByGroup } from './groups.ts';

export interface RlooOptions {
  /** What a row alone in its group gets. Default 'reward'. */
  lone?: 'reward' | 'zero';
}

/**
 * One advantage per row, in the order of the rows.
 * @throws when lengths differ or a reward is not finite.
 */
export function rloo(rewards: Numbers, groups: Groups, { lone = 'reward' }: RlooOptions = {}): Float64Array {
  const advantages = new Float64Array(rewards.length);
  for (const rows of rowsByGroup(rewards, groups).values()) {
    const n = rows.length;
    const mean = meanOf(rows.map(row => rewards[row]!));
    for (const row of rows) {
      if (n > 1) advantages[row] = (n / (n - 1)) * (rewards[row]! - mean);
      else advantages[row] = lone === 'reward' ? rewards[row]! : 0;
    }
  }
  return advantages;
}
