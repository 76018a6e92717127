// Stop strings: texts that end a completion, wherever tokens meet in them.

/** Text of token ids. */
export type Decode = (tokens: readonly number[]) => string;

/** A character has at most four bytes, and a token one at least; some more, for texts that depend on what goes before. */
const BYTES = 4;
const MARGIN = 4;

/**
 * Which stop string the last of the tokens from `first` on completes, if any; the one that begins first. Looks at as many
 * of the last tokens as the longest stop string can have, so that long completions cost no more than short ones.
 */
export function completedStop(
  decode: Decode,
  tokens: readonly number[],
  first: number,
  stopStrings: readonly string[],
): string | undefined {
  if (stopStrings.length === 0) return undefined;
  const longest = Math.max(...stopStrings.map(({ length }) => length));
  const text = decode(tokens.slice(Math.max(first, tokens.length - BYTES * longest - MARGIN)));
  const found = stopStrings
    .map(stop => ({ stop, at: text.indexOf(stop) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.stop;
}
