/**
 * Where a prefix ends: at a share of the expert's answer, or at the first token of a set soon after it.
 *
 *     threshold = int(n * ratio)
 *     i*        = first index > threshold that holds a break token
 *     end       = i* + 1 if i* < n * (ratio + slack), else threshold
 *
 * A ratio of 0 gives nothing, snapped or not: it means unguided.
 *
 * Cutting mid-sentence leaves the model to finish words that aren't its own; a blank line is a place to go on from.
 * TRAPO's code, `get_prefix_end_idx` (slack 0.3, blank lines); the paper's text doesn't mention it.
 */
export type Snap =
  | 'none'
  | {
      /** How far beyond the ratio a break is looked for, as a share of the answer. */
      readonly slack: number;
      /** Ids a prefix may end with. Absent: those that hold a blank line, which the vocabulary knows. */
      readonly tokens?: readonly number[];
    };

/** Ids of a vocabulary whose text holds a blank line, e.g. "\n\n" or ".\n\n". `texts[id]` is the text of a token. */
export function blankLineTokens(texts: readonly string[]): Set<number> {
  return new Set([...texts.keys()].filter(id => texts[id]!.includes('\n\n')));
}

/**
 * The number of expert tokens given.
 * @param expert the expert's answer, its end of sequence included.
 * @param ratio the share to give, in [0, 1].
 * @param blankLines ids whose text holds a blank line; needed to snap where `snap` names no tokens itself.
 * @throws when the ratio is outside [0, 1], or snapping lacks its tokens.
 */
export function prefixEnd(
  expert: ArrayLike<number>,
  ratio: number,
  snap: Snap = 'none',
  blankLines?: ReadonlySet<number>,
): number {
  if (!(ratio >= 0 && ratio <= 1)) {
    throw new Error(
      `A prefix ratio is a share of the expert answer in [0, 1], e.g. 0.25; received ${ratio}.`,
    );
  }
  if (ratio === 0) return 0;
  const threshold = Math.trunc(expert.length * ratio);
  if (snap === 'none') return threshold;
  const breaks = snap.tokens ? new Set(snap.tokens) : blankLines;
  if (!breaks) {
    throw new Error(
      'Snapping a prefix needs the ids of the tokens that hold a blank line, e.g. new Set([271]) for "\\n\\n", ' +
        "and none were given: give them, name tokens in the plan's snap, or set it to 'none'.",
    );
  }
  const limit = expert.length * (ratio + snap.slack);
  for (let i = threshold + 1; i < expert.length && i < limit; i++) {
    if (breaks.has(expert[i]!)) return i + 1;
  }
  return threshold;
}
