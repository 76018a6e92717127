import { hasWord, occurrences } from '../counting.ts';
import {
  compares,
  count,
  type Instruction,
  instruction,
  type Relation,
  relation,
  wordList,
  words,
} from '../instruction.ts';
import { splitSentences } from '../sentences.ts';

/** Words that must be there, or must not. They are texts here, where the original runs them as patterns. */
export const keywordInstructions: Readonly<Record<string, Instruction>> = {
  'keywords:existence': instruction(
    'keywords:existence',
    { keywords: wordList(['river']) },
    (response, { keywords }) => keywords.every(word => occurrences(response, word) > 0),
  ),
  'keywords:frequency': instruction<{ keyword: string; frequency: number; relation: Relation }>(
    'keywords:frequency',
    { keyword: words('river'), frequency: count, relation },
    (response, { keyword, frequency, relation }) =>
      compares(occurrences(response, keyword.trim()), relation, frequency),
  ),
  'keywords:forbidden_words': instruction(
    'keywords:forbidden_words',
    { forbidden_words: wordList(['river']) },
    (response, { forbidden_words }) => !forbidden_words.some(word => hasWord(response, word)),
  ),
  'keywords:letter_frequency': instruction<{ letter: string; let_frequency: number; let_relation: Relation }>(
    'keywords:letter_frequency',
    { letter: words('e'), let_frequency: count, let_relation: relation },
    (response, { letter, let_frequency, let_relation }) =>
      compares(occurrences(response, letter.trim()), let_relation, let_frequency),
  ),
  'keywords:key_sentences': instruction(
    'keywords:key_sentences',
    { key_sentences: wordList(['It rains.']), num_sentences: count },
    (response, { key_sentences, num_sentences }) => {
      const sentences = new Set(splitSentences(response));
      return key_sentences.filter(sentence => sentences.has(sentence)).length === num_sentences;
    },
  ),
};
