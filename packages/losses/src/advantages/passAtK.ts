/**
 * Advantages for pass@k: only the best rollout of a prompt counts, by as much as it beats the second.
 *
 *     A_best = (R_1 - R_2) / (std + epsilon),  all others 0        R_1 >= R_2 >= ... of the group, std unbiased
 *
 * Where two share the best reward no single one made the group pass, and all get 0. arXiv 2503.19595; verl `grpo_passk`.
 */
import type { Numbers } from '../tokens.ts';
import { type Groups, rowsByGroup } from './groups.ts';
import { stdOf } from './grpo.ts';

export interface PassAtKOptions {
  /** Divide by the group's standard deviation. Default true. */
  std?: boolean;
  /** Added to the standard deviation. Default 1e-6. */
  epsilon?: number;
}

/**
 * One advantage per row, in the order of the rows.
 * @throws when lengths differ, a reward is not finite, or a group has fewer than two rows.
 */
export function passAtK(
  rewards: Numbers,
  groups: Groups,
  { std = true, epsilon = 1e-6 }: PassAtKOptions = {},
): Float64Array {
  const advantages = new Float64Array(rewards.length);
  for (const [group, rows] of rowsByGroup(rewards, groups)) {
    if (rows.length < 2) {
      throw new Error(
        `passAtK compares the best rollout of a prompt with the second, and group ${group} has ${rows.length}: ` +
          'sample at least 2 per prompt.',
      );
    }
    const [best, second] = [...rows].sort((a, b) => rewards[b]! - rewards[a]!);
    const scale = std ? stdOf(rows.map(row => rewards[row]!)) + epsilon : 1;
    advantages[best!] = (rewards[best!]! - rewards[second!]!) / scale;
  }
  return advantages;
}
