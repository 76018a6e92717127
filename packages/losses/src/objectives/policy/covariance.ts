/** What the objectives on covariances share: how far a token's log-probability and advantage stand out together. */
import type { ObjectiveTokens } from '../../objective.ts';

/**
 * Of each token the mask marks, (A - mean A) (log p - mean log p), means over the mask; NaN elsewhere. Its mean drives
 * the entropy down (arXiv 2505.22617).
 */
export function covariances({ mask, advantages, logProb }: ObjectiveTokens): Float64Array {
  let count = 0;
  let [meanAdvantage, meanLogProb] = [0, 0];
  for (let t = 0; t < mask.length; t++) {
    if (!mask[t]) continue;
    count++;
    meanAdvantage += advantages[t]!;
    meanLogProb += logProb[t]!;
  }
  meanAdvantage /= count;
  meanLogProb /= count;
  return Float64Array.from(mask, (counts, t) =>
    counts ? (advantages[t]! - meanAdvantage) * (logProb[t]! - meanLogProb) : Number.NaN,
  );
}

/** @throws when `ratio` is no share of tokens. */
export function checkRatio(name: string, ratio: number): void {
  if (!(ratio > 0 && ratio <= 1)) {
    throw new Error(`${name}'s ratio is a share of tokens in (0, 1], e.g. 0.0002; received ${ratio}.`);
  }
}
