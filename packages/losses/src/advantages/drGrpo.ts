/**
 * Group-relative advantages without the standard deviation, which favours prompts of nearly equal rewards.
 *
 *     A_i = R_i - mean(R)
 *
 * Dr.GRPO (arXiv 2503.20783); TRAPO as launched (`grpo_use_std=False`).
 */
import type { Numbers } from '../tokens.ts';
import type { Groups } from './groups.ts';
import { type GrpoOptions, grpo } from './grpo.ts';

/** One advantage per row; parameters and errors are those of `grpo`. */
export function drGrpo(
  rewards: Numbers,
  groups: Groups,
  options: Pick<GrpoOptions, 'baseline'> = {},
): Float64Array {
  return grpo(rewards, groups, { ...options, scale: 'none' });
}
