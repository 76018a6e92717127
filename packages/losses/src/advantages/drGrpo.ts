/**
 * Group-relative advantages without the standard deviation, which favours prompts of nearly equal rewards.
 *
 *     A_i = R_i - mean(R)
 *
 * Dr.GRPO (arXiv 2503.20783); TRAPO as launched (`grpo_use_std=False`).
 */
import { type GrpoOptions, grpo } from './grpo.ts';

/** One advantage per row; parameters and errors are those of `grpo`. */
export function drGrpo(
  rewards: ArrayLike<number>,
  groups: ArrayLike<number | string>,
  options: Pick<GrpoOptions, 'baseline'> = {},
): Float64Array {
  return grpo(rewards, groups, { ...options, std: false });
}
