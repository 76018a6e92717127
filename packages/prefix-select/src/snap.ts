/**
 * Where a prefix ends: at a share of the expert's answer, or at the first paragraph break soon after it.
 *
 *     threshold = int(n * ratio)
 *     i*        = first index > threshold that holds a break token
 *     end       = i* + 1 if i* < n * (ratio + slack), else threshold
 *
 * A ratio of 0 gives nothing, snapped or not: it means unguided.
 *
 * Cutting mid-sentence leaves the model to finish words that aren't its own; a blank line is a place to go on from.
 * TRAPO's code, `get_prefix_end_idx` (slack 0.3); the paper's text doesn't mention it.
 */
export type Snap = 'none' | { slack: number };

/**
 * The number of expert tokens given.
 * @param expert the expert's answer, its end of sequence included.
 * @param ratio the share to give, in [0, 1].
 * @param breakTokens vocabulary ids whose text holds a blank line; needed to snap.
 * @throws when the ratio is outside [0, 1], or snapping lacks its break tokens.
 */
export function prefixEnd(
  expert: ArrayLike<number>,
  ratio: number,
  snap: Snap = 'none',
  breakTokens?: ReadonlySet<number>,
): number {
  if (!(ratio >= 0 && ratio <= 1)) {
    throw new Error(
      `A prefix ratio is a share of the expert answer in [0, 1], e.g. 0.25; received ${ratio}.`,
    );
  }
  if (ratio === 0) return 0;
  const threshold = Math.trunc(expert.length * ratio);
  if (snap === 'none') return threshold;
  if (!breakTokens) {
    throw new Error(
      'Snapping a prefix needs the ids of the tokens that break paragraphs, e.g. new Set([271]) for "\\n\\n", ' +
        "and none were given: give them, or set the plan's snap to 'none'.",
    );
  }
  const limit = expert.length * (ratio + snap.slack);
  for (let i = threshold + 1; i < expert.length && i < limit; i++) {
    if (breakTokens.has(expert[i]!)) return i + 1;
  }
  return threshold;
}
