/** What there is to choose from, letter by letter. */
import type { Attempt } from '../../verifier.ts';

/** The options of a question by letter; empty texts where only the letters are known. */
export type Choices = ReadonlyMap<string, string>;

/**
 * The choices of a row: `meta.choices` as a list (A, B, ...) or by letter; or else what `letters` allows, without texts.
 */
export function choicesOf({ meta }: Pick<Attempt, 'meta'>, letters: string): Choices {
  const given = meta?.choices;
  const texts = Array.isArray(given)
    ? given.map((text, i): [string, string] => [String.fromCharCode(65 + i), String(text)])
    : typeof given === 'object' && given !== null
      ? Object.entries(given).map(([letter, text]): [string, string] => [letter.toUpperCase(), String(text)])
      : [...letters].map((letter): [string, string] => [letter, '']);
  return new Map(texts);
}
