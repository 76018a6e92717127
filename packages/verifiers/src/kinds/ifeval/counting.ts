/** Counting in texts, in linear time. */

/** How often a text occurs in another, case aside, without overlaps. */
export function occurrences(text: string, part: string): number {
  const [inside, wanted] = [text.toLowerCase(), part.toLowerCase()];
  let count = 0;
  for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + wanted.length)) count++;
  return count;
}

/** Whether a text holds a word, case aside: not as a part of another word. */
export function hasWord(text: string, word: string): boolean {
  const [inside, wanted] = [text.toLowerCase(), word.toLowerCase()];
  for (let at = inside.indexOf(wanted); at >= 0; at = inside.indexOf(wanted, at + 1)) {
    const inWord = [
      [inside[at - 1], wanted[0]],
      [wanted.at(-1), inside[at + wanted.length]],
    ].some(([left, right]) => isWordCharacter(left) && isWordCharacter(right));
    if (!inWord) return true;
  }
  return false;
}

const isWordCharacter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** The runs of letters, digits and underscores. */
export const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? [];

/** Whether all letters that have case are capitals, and there is one. */
export const isUpper = (text: string): boolean => text !== text.toLowerCase() && text === text.toUpperCase();

/** Whether all letters that have case are small, and there is one. */
export const isLower = (text: string): boolean => text !== text.toUpperCase() && text === text.toLowerCase();

/**
 * The words of a text with contractions in parts, punctuation aside: `DON'T` is two. So words are counted where capitals are
 * (the Penn Treebank's rules, in short).
 */
export const tokensIn = (text: string): readonly string[] =>
  text
    .replace(/n['’]t\b/gi, " n't")
    .replace(/['’](s|m|d|ll|re|ve)\b/gi, " '$1")
    .split(/(?:\s|[()[\]{}<>,;:"“”?!*]|--|\.{3})+/u)
    .filter(token => token !== '');
