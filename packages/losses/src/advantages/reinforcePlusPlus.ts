/**
 * REINFORCE++: discounted returns, whitened over the tokens of the whole batch; no critic, no groups.
 *
 *     G_t = r_t + gamma G_{t+1}        A = whiten(G)
 *
 * arXiv 2501.03262. What a masked span inside a row (a tool's output) does to the return differs: `carry` hands the
 * return over it unchanged, so that a reward after it still counts before it (verl of 2026); `reset` forgets it there
 * (the copy in TRAPO's code, and older verl). Without such spans they are the same.
 */
import { checkDiscount, type TokenAdvantages, type TokenRewards, walkBack } from './tokenRewards.ts';
import { type WhitenOptions, whiten } from './whiten.ts';

export interface ReinforcePlusPlusOptions extends Pick<WhitenOptions, 'countEpsilon'> {
  /** Discount per response token, in [0, 1]. Default 1. */
  gamma?: number;
  /** What the return does at masked tokens inside a row. Default 'carry'. */
  maskedSpans?: 'carry' | 'reset';
}

/**
 * Advantages and returns, one per token; 0 where masked.
 * @throws when an array doesn't fit the rows, a reward that counts is not finite, or gamma is outside [0, 1].
 */
export function reinforcePlusPlus(
  tokens: TokenRewards,
  { gamma = 1, maskedSpans = 'carry', ...whitening }: ReinforcePlusPlusOptions = {},
): TokenAdvantages {
  checkDiscount('gamma', gamma);
  const returns = new Float64Array(tokens.rewards.length);
  const response = walkBack(tokens, () => {
    let running = 0;
    return (t, counts) => {
      if (counts) returns[t] = running = tokens.rewards[t]! + gamma * running;
      else if (maskedSpans === 'reset') running = 0;
    };
  });
  return { advantages: whiten(returns, response, whitening), returns };
}
