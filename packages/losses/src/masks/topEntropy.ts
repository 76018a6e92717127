/**
 * The tokens whose entropy is among the highest: the forks in the road, where learning pays most.
 *
 * Multiply sftMask by it (Prefix-RFT, arXiv 2507.01679: the top 20 % of prefix tokens), or give it as tokenWeights to
 * `weighted` objectives, which leaves the denominators alone (TRL `top_entropy_quantile`).
 */

/**
 * 1 on the tokens of `mask` whose entropy is at least `threshold`, by default that of the tokens given. For a share of a
 * whole accumulation window take the threshold over all of it first.
 * @param share the share of tokens wanted, in [0, 1].
 * @throws when the share is outside [0, 1], or the arrays differ in length.
 */
export function topEntropy(
  entropy: ArrayLike<number>,
  mask: Uint8Array,
  share: number,
  threshold: number = entropyThreshold(entropy, mask, share),
): Uint8Array {
  return mask.map((counts, t) => (counts && entropy[t]! >= threshold ? 1 : 0));
}

/**
 * The (1 - share) quantile of the entropies on the mask, by linear interpolation; NaN where the mask is empty.
 * @throws as `topEntropy` does.
 */
export function entropyThreshold(entropy: ArrayLike<number>, mask: Uint8Array, share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new Error(`topEntropy takes a share of tokens in [0, 1], e.g. 0.2; received ${share}.`);
  }
  if (entropy.length !== mask.length) {
    throw new Error(
      `topEntropy needs one entropy per entry of the mask; received ${entropy.length} and ${mask.length}.`,
    );
  }
  const values = Float64Array.from(entropy)
    .filter((_, t) => mask[t] === 1)
    .sort();
  const at = (1 - share) * (values.length - 1);
  const [below, above] = [values[Math.floor(at)]!, values[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
