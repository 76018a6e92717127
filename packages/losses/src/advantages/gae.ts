/**
 * Generalised advantage estimation: between the return that was seen and what the critic thought it would be.
 *
 *     delta_t = r_t + gamma V_{t+1} - V_t
 *     A_t     = delta_t + gamma lambda A_{t+1}        returns = A + V, then A is whitened
 *
 * t + 1 is the next token that counts, and after the last one there is nothing. lambda = 1 trusts the return alone
 * (A = G - V), lambda = 0 the critic's next value. arXiv 1506.02438; verl `gae`.
 *
 * TRAPO's code (an older verl) does not stop at the end of sequence: values and rewards of masked tokens leak into
 * the ones before. `maskedTokens: 'read'` does that too.
 */
import { checkLength, type Numbers } from '../tokens.ts';
import { checkDiscount, type TokenAdvantages, type TokenRewards, walkBack } from './tokenRewards.ts';
import { type WhitenOptions, whiten } from './whiten.ts';

export interface GaeOptions extends Pick<WhitenOptions, 'countEpsilon'> {
  /** Discount per token, in [0, 1]. Default 1. */
  gamma?: number;
  /** In [0, 1]: 1 is the whole return, 0 one step of it. Default 1. */
  lambda?: number;
  /** Whiten the advantages over the batch. Default true. */
  whitened?: boolean;
  /** Whether masked tokens are passed over, or read as if they counted. Default 'skip'. */
  maskedTokens?: 'skip' | 'read';
}

/**
 * Advantages, and the returns that are the critic's targets, one per token; 0 where masked.
 * @param values the critic's V_t before each token, one per token.
 * @throws when an array doesn't fit the rows, what is read is not finite, or gamma or lambda is outside [0, 1].
 */
export function gae(tokens: TokenRewards, values: Numbers, options: GaeOptions = {}): TokenAdvantages {
  const { gamma = 1, lambda = 1, whitened = true, maskedTokens = 'skip', ...whitening } = options;
  checkDiscount('gamma', gamma);
  checkDiscount('lambda', lambda);
  checkLength('values', values, tokens.rewards.length);
  const raw = new Float64Array(values.length);
  const returns = new Float64Array(values.length);
  const response = walkBack(tokens, () => {
    let [nextValue, nextAdvantage] = [0, 0];
    return (t, counts) => {
      if (!counts && maskedTokens === 'skip') return;
      const advantage = tokens.rewards[t]! + gamma * nextValue - values[t]! + gamma * lambda * nextAdvantage;
      if (!Number.isFinite(advantage)) {
        throw new Error(
          `The advantage of token ${t} is not finite: its value is ${values[t]}. Values and rewards that are ` +
            'read must be finite; mask tokens that do not count.',
        );
      }
      [nextValue, nextAdvantage] = [values[t]!, advantage];
      if (!counts) return;
      raw[t] = advantage;
      returns[t] = advantage + values[t]!;
    };
  });
  return { advantages: whitened ? whiten(raw, response, whitening) : raw, returns };
}
