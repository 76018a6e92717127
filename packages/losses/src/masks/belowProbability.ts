/**
 * Leaves out tokens that the policy is already sure of: 1 on the tokens of `mask` with p <= max.
 *
 * As a responseMask it takes them out of the loss and of its denominators: `all_max_clip` in the code of LUFFY and TRAPO.
 */
export function belowProbability(logProb: Float64Array, mask: Uint8Array, max: number): Uint8Array {
  return mask.map((counts, t) => (counts && Math.exp(logProb[t]!) <= max ? 1 : 0));
}
