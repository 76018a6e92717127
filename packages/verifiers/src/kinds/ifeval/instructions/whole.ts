import { isLower, isUpper, tokensIn } from '../counting.ts';
import {
  compares,
  count,
  type Instruction,
  instruction,
  type Relation,
  relation,
  words,
} from '../instruction.ts';
import { detectLanguage } from '../language/detect.ts';

/** What holds for the response as a whole: beginning, end, case, language, punctuation. */
export const wholeInstructions: Readonly<Record<string, Instruction>> = {
  'language:response_language': instruction(
    'language:response_language',
    { language: words('en') },
    (response, { language }) => isIn(response, language),
  ),
  'combination:two_responses': instruction('combination:two_responses', {}, response => {
    const parts = response.split('******').map(part => part.trim());
    if (parts.slice(1, -1).includes('')) return false;
    const [one, two, ...more] = parts.filter(part => part !== '');
    return one !== undefined && two !== undefined && more.length === 0 && one !== two;
  }),
  'combination:repeat_prompt': instruction(
    'combination:repeat_prompt',
    { prompt_to_repeat: words('Write a poem.') },
    (response, { prompt_to_repeat }) =>
      response.trim().toLowerCase().startsWith(prompt_to_repeat.trim().toLowerCase()),
  ),
  'startend:end_checker': instruction(
    'startend:end_checker',
    { end_phrase: words('Any other questions?') },
    (response, { end_phrase }) =>
      withoutQuotes(response.trim()).toLowerCase().endsWith(end_phrase.trim().toLowerCase()),
  ),
  'startend:quotation': instruction('startend:quotation', {}, response => {
    const text = response.trim();
    return text.length > 1 && text.startsWith('"') && text.endsWith('"');
  }),
  'change_case:capital_word_frequency': instruction<{
    capital_frequency: number;
    capital_relation: Relation;
  }>(
    'change_case:capital_word_frequency',
    { capital_frequency: count, capital_relation: relation },
    (response, { capital_frequency, capital_relation }) =>
      compares(tokensIn(response).filter(isUpper).length, capital_relation, capital_frequency),
  ),
  'change_case:english_capital': instruction(
    'change_case:english_capital',
    {},
    response => isUpper(response) && isIn(response, 'en'),
  ),
  'change_case:english_lowercase': instruction(
    'change_case:english_lowercase',
    {},
    response => isLower(response) && isIn(response, 'en'),
  ),
  'punctuation:no_comma': instruction('punctuation:no_comma', {}, response => !response.includes(',')),
};

/** In doubt it is: the original, too, counts a response whose language can't be told as followed. */
const isIn = (response: string, language: string): boolean =>
  (detectLanguage(response) ?? language) === language;

function withoutQuotes(text: string): string {
  let [from, to] = [0, text.length];
  while (text[from] === '"') from++;
  while (to > from && text[to - 1] === '"') to--;
  return text.slice(from, to);
}
