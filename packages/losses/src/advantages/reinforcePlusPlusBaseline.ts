/**
 * REINFORCE++ with a baseline: the group's mean is taken off each row's reward, then tokens of the batch are whitened.
 *
 *     A_it = whiten(R_i - mean_group(R))        every token of a row alike; long rows weigh more in mean and variance
 *
 * arXiv 2501.03262; verl `reinforce_plus_plus_baseline`.
 */
import { type Numbers, perToken, splitParts } from '../tokens.ts';
import { drGrpo } from './drGrpo.ts';
import { checkPerRow, type Groups } from './groups.ts';
import type { ResponseTokens } from './tokenRewards.ts';
import { type WhitenOptions, whiten } from './whiten.ts';

/**
 * One advantage per token; 0 where masked.
 * @param rewards one per row.
 * @throws when lengths differ or a reward is not finite.
 */
export function reinforcePlusPlusBaseline(
  rewards: Numbers,
  groups: Groups,
  tokens: ResponseTokens,
  options: Pick<WhitenOptions, 'countEpsilon'> = {},
): Float64Array {
  const { response, rows } = splitParts(tokens);
  checkPerRow('rewards', rewards, rows);
  return whiten(perToken(drGrpo(rewards, groups), tokens.rowOffsets), response, options);
}
