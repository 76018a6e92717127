/**
 * Group-relative advantages: a rollout is as good as it beats the others of its prompt.
 *
 *     A_i = (R_i - mean(R)) / (std + epsilon)        std unbiased (n - 1)
 *
 * `scale` says whose standard deviation divides: that of the group (the GRPO paper), that of the whole batch, so that
 * prompts of nearly equal rewards are not blown up (TRL's `scale_rewards`), or none. A group of one has mean 0 and
 * std 1, and equal rewards have std 1 (their advantage is 0 anyway), as in verl.
 * GRPO (arXiv 2402.03300); verl `compute_grpo_outcome_advantage` and, with a baseline mask, TRAPO's code `..._split`.
 */
import type { Numbers } from '../tokens.ts';
import { checkPerRow, type Groups, meanOf, rowsByGroup } from './groups.ts';

export type GrpoScale = 'group' | 'batch' | 'none';

export interface GrpoOptions {
  /** Whose standard deviation the advantage is divided by. Default 'group'; 'none' is Dr.GRPO, as TRAPO uses. */
  scale?: GrpoScale;
  /** Added to the standard deviation. Default 1e-6, as in verl; TRL has 1e-4. */
  epsilon?: number;
  /** 1 on the rows that set mean and std; every row gets an advantage. Absent: all rows. */
  baseline?: Uint8Array;
}

/**
 * One advantage per row, in the order of the rows.
 * @param rewards one per row.
 * @param groups the prompt each row belongs to, one id per row in any order.
 * @throws when lengths differ, a reward is not finite, a scale is unknown, or no row of a group is in the baseline.
 */
export function grpo(
  rewards: Numbers,
  groups: Groups,
  { scale = 'group', epsilon = 1e-6, baseline }: GrpoOptions = {},
): Float64Array {
  if (!['group', 'batch', 'none'].includes(scale)) {
    throw new Error(`grpo's scale is 'group', 'batch' or 'none'; received '${scale}'.`);
  }
  checkPerRow('baseline', baseline, rewards.length);
  const inBaseline = (row: number) => !baseline || baseline[row] === 1;
  const advantages = new Float64Array(rewards.length);
  const all = Array.from(rewards).filter((_, row) => inBaseline(row));
  const batchStd = scale === 'batch' ? stdOf(all) : 1;
  for (const [group, rows] of rowsByGroup(rewards, groups)) {
    const values = rows.filter(inBaseline).map(row => rewards[row]!);
    if (values.length === 0) {
      throw new Error(
        `Group ${group} has no row in the baseline, so it has no mean: mark at least one of its rows with 1, ` +
          'e.g. the unguided rollouts of its first micro-group.',
      );
    }
    const mean = values.length > 1 ? meanOf(values) : 0;
    const std = scale === 'group' ? stdOf(values) : batchStd;
    for (const row of rows) {
      advantages[row] = (rewards[row]! - mean) / (scale === 'none' ? 1 : std + epsilon);
    }
  }
  return advantages;
}

/** Unbiased standard deviation; 1 where there is no spread, or one value. */
export function stdOf(values: readonly number[]): number {
  if (values.length < 2) return 1;
  const mean = meanOf(values);
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) || 1;
}
