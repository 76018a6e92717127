import { wordsIn } from '../counting.ts';
import {
  compares,
  count,
  type Instruction,
  instruction,
  type Relation,
  relation,
  words,
} from '../instruction.ts';
import { countSentences } from '../sentences.ts';

/** How much there must be of sentences, words and paragraphs. */
export const lengthInstructions: Readonly<Record<string, Instruction>> = {
  'length_constraints:number_sentences': instruction<{ num_sentences: number; relation: Relation }>(
    'length_constraints:number_sentences',
    { num_sentences: count, relation },
    (response, { num_sentences, relation }) => compares(countSentences(response), relation, num_sentences),
  ),
  'length_constraints:number_words': instruction<{ num_words: number; relation: Relation }>(
    'length_constraints:number_words',
    { num_words: count, relation },
    (response, { num_words, relation }) => compares(wordsIn(response).length, relation, num_words),
  ),
  'length_constraints:number_paragraphs': instruction(
    'length_constraints:number_paragraphs',
    { num_paragraphs: count },
    (response, { num_paragraphs }) => betweenDividers(response)?.length === num_paragraphs,
  ),
  'length_constraints:nth_paragraph_first_word': instruction(
    'length_constraints:nth_paragraph_first_word',
    { num_paragraphs: count, nth_paragraph: count, first_word: words('first') },
    (response, { num_paragraphs, nth_paragraph, first_word }) => {
      const parts = response.split('\n\n');
      const filled = parts.filter(part => part.trim() !== '').length;
      const paragraph = nth_paragraph <= filled ? (parts[nth_paragraph - 1] ?? '').trim() : '';
      return (
        filled === num_paragraphs && paragraph !== '' && firstWord(paragraph) === first_word.toLowerCase()
      );
    },
  ),
};

/** What stands between the dividers ***; undefined where nothing does, but at the ends. */
function betweenDividers(response: string): readonly string[] | undefined {
  const parts = response.split('***');
  const blank = (part: string) => part.trim() === '';
  if (parts.slice(1, -1).some(blank)) return undefined;
  return parts.filter(part => !blank(part));
}

/** The first word up to its first punctuation, quotes before it aside. */
const firstWord = (paragraph: string): string =>
  paragraph
    .split(/\s/, 1)[0]!
    .replace(/^'+/, '')
    .replace(/^"+/, '')
    .split(/[.,?!'"]/, 1)[0]!
    .toLowerCase();
