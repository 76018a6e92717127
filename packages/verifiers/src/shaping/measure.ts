/** How long a completion is. */
import type { Attempt } from '../verifier.ts';

/** What lengths count. Tokens are the policy's affair: their number comes with the attempt, as `meta.tokens`. */
export type LengthUnit = 'words' | 'characters' | 'tokens';

/** @throws TypeError where tokens are to be counted and `meta.tokens` is no whole number */
export function lengthOf({ completion, meta }: Omit<Attempt, 'gold'>, unit: LengthUnit): number {
  if (unit === 'characters') return completion.length;
  if (unit === 'words') return wordsBySpaces(completion).length;
  const tokens = meta?.tokens;
  if (Number.isSafeInteger(tokens) && (tokens as number) >= 0) return tokens as number;
  throw new TypeError(
    `lengths in tokens need the number of tokens in meta.tokens, for example { tokens: 512 }; received ${JSON.stringify(tokens)}`,
  );
}

/** The words between white space, in lower case. */
export const wordsBySpaces = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');

/** The words of a text in a language that may write none between them, by Unicode's rules (ICU), in lower case. */
export const wordsByLanguage = (text: string, language: string): string[] =>
  Array.from(new Intl.Segmenter(language, { granularity: 'word' }).segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLowerCase());
