/**
 * Lower case, no punctuation, no English articles, single spaces: how answers in words are compared since SQuAD (Rajpurkar
 * et al. 2016, the evaluation script). Punctuation is ASCII's, as there.
 */
export const normaliseWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .split(/\s+/)
    .filter(word => word !== '' && word !== 'a' && word !== 'an' && word !== 'the')
    .join(' ');

/** The normalised words. */
export const wordsOf = (text: string): string[] => {
  const normalised = normaliseWords(text);
  return normalised === '' ? [] : normalised.split(' ');
};
