/**
 * Whitening: mean 0 and variance 1 over the tokens that count, so that the step's size doesn't follow the rewards'.
 *
 *     w_t = (x_t - mean) / sqrt(var + 1e-8)        var unbiased (n - 1), over all tokens with mask 1
 *
 * PPO's and REINFORCE++'s advantages; verl `masked_whiten`. verl of today divides its means by n + 1e-8 (`countEpsilon`),
 * which shifts equal values from 0 by 1e-4 / n: keep 0, unless its very numbers are wanted.
 */
import type { Numbers } from '../tokens.ts';

export interface WhitenOptions {
  /** Give the mean back after scaling. Default false. */
  keepMean?: boolean;
  /** Added to the count that means are divided by. Default 0; verl of 2026 has 1e-8. */
  countEpsilon?: number;
}

/**
 * Mean of the values with mask 1.
 * @throws when lengths differ or nothing is unmasked.
 */
export function maskedMean(values: Numbers, mask: Uint8Array, countEpsilon = 0): number {
  const [sum, count] = total(values, mask, value => value);
  if (count === 0) throw new Error('A mean over no token does not exist: unmask at least one.');
  return sum / (count + countEpsilon);
}

/**
 * Unbiased variance of the values with mask 1.
 * @throws when lengths differ or fewer than two values are unmasked.
 */
export function maskedVariance(values: Numbers, mask: Uint8Array, countEpsilon = 0): number {
  const [, count] = total(values, mask, value => value);
  if (count < 2) {
    throw new Error(`An unbiased variance needs at least 2 tokens with mask 1; received ${count}.`);
  }
  const mean = maskedMean(values, mask, countEpsilon);
  const [squares] = total(values, mask, value => (value - mean) ** 2);
  return (squares / (count + countEpsilon)) * (count / (count - 1));
}

/**
 * The values whitened over those with mask 1; exactly 0 where masked. One value alone has no spread and gives 0 (its
 * own value with `keepMean`).
 * @throws when lengths differ.
 */
export function whiten(
  values: Numbers,
  mask: Uint8Array,
  { keepMean = false, countEpsilon = 0 }: WhitenOptions = {},
): Float64Array {
  const [, count] = total(values, mask, value => value);
  const result = new Float64Array(values.length);
  if (count === 0) return result;
  const mean = maskedMean(values, mask, countEpsilon);
  const scale = 1 / Math.sqrt((count > 1 ? maskedVariance(values, mask, countEpsilon) : 0) + 1e-8);
  mask.forEach((counts, t) => {
    if (counts) result[t] = (values[t]! - mean) * scale + (keepMean ? mean : 0);
  });
  return result;
}

/** Sum of `of` over the values with mask 1, and how many there are. */
function total(values: Numbers, mask: Uint8Array, of: (value: number) => number): [number, number] {
  if (values.length !== mask.length) {
    throw new Error(`values need one mask entry each: ${values.length}; received ${mask.length}.`);
  }
  let [sum, count] = [0, 0];
  mask.forEach((counts, t) => {
    if (!counts) return;
    sum += of(values[t]!);
    count++;
  });
  return [sum, count];
}
