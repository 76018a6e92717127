/**
 * ReMax: the baseline is what the policy gets when it decodes greedily, so one sample a prompt is enough.
 *
 *     A_t = sum_{s >= t} r_s - R_greedy
 *
 * With the whole reward on the last token this is R - R_greedy on every token. arXiv 2310.10505; verl `remax`.
 */
import type { Numbers } from '../tokens.ts';
import { checkPerRow, checkRewards } from './groups.ts';
import { type TokenAdvantages, type TokenRewards, walkBack } from './tokenRewards.ts';

/**
 * Advantages and returns, one per token; 0 where masked.
 * @param greedyRewards reward of the greedy completion of each row's prompt, one per row.
 * @throws when an array doesn't fit the rows, or a reward is not finite.
 */
export function remax(tokens: TokenRewards, greedyRewards: Numbers): TokenAdvantages {
  checkPerRow('greedyRewards', greedyRewards, tokens.rowOffsets.length - 1);
  checkRewards(greedyRewards);
  const advantages = new Float64Array(tokens.rewards.length);
  const returns = new Float64Array(tokens.rewards.length);
  let row = -1;
  walkBack(tokens, () => {
    row++;
    let running = 0;
    return (t, counts) => {
      if (!counts) return;
      returns[t] = running += tokens.rewards[t]!;
      advantages[t] = running - greedyRewards[row]!;
    };
  });
  return { advantages, returns };
}
