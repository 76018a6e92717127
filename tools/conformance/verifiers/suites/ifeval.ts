import { ifeval as verifier } from '../../../../packages/verifiers/src/index.ts';
import { wordsIn } from '../../../../packages/verifiers/src/kinds/ifeval/counting.ts';
import { countSentences, splitSentences } from '../../../../packages/verifiers/src/kinds/ifeval/sentences.ts';
import { type Answer, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The data set's ids of the checkers. */
const ids: Readonly<Record<string, string>> = {
  ResponseLanguageChecker: 'language:response_language',
  NumberOfSentences: 'length_constraints:number_sentences',
  NumberOfWords: 'length_constraints:number_words',
  ParagraphChecker: 'length_constraints:number_paragraphs',
  ParagraphFirstWordCheck: 'length_constraints:nth_paragraph_first_word',
  PlaceholderChecker: 'detectable_content:number_placeholders',
  PostscriptChecker: 'detectable_content:postscript',
  RephraseParagraph: 'detectable_content:rephrase_paragraph',
  BulletListChecker: 'detectable_format:number_bullet_lists',
  ConstrainedResponseChecker: 'detectable_format:constrained_response',
  HighlightSectionChecker: 'detectable_format:number_highlighted_sections',
  SectionChecker: 'detectable_format:multiple_sections',
  JsonFormat: 'detectable_format:json_format',
  TitleChecker: 'detectable_format:title',
  RephraseChecker: 'detectable_format:rephrasing',
  ConstrainedStartChecker: 'multi-turn:constrained_start',
  KeywordChecker: 'keywords:existence',
  KeywordFrequencyChecker: 'keywords:frequency',
  ForbiddenWords: 'keywords:forbidden_words',
  LetterFrequencyChecker: 'keywords:letter_frequency',
  KeySentenceChecker: 'keywords:key_sentences',
  TwoResponsesChecker: 'combination:two_responses',
  RepeatPromptThenAnswer: 'combination:repeat_prompt',
  EndChecker: 'startend:end_checker',
  QuotationChecker: 'startend:quotation',
  CapitalWordFrequencyChecker: 'change_case:capital_word_frequency',
  CapitalLettersEnglishChecker: 'change_case:english_capital',
  LowercaseLettersEnglishChecker: 'change_case:english_lowercase',
  CommaChecker: 'punctuation:no_comma',
};

/** Whether the response follows the one instruction. What we can't judge throws, with the reason. */
const checker =
  (id: string): Answer =>
  ({ args: [completion], kwargs: { instruction_id: _, ...kwargs } }) => {
    const gold = JSON.stringify([{ id, kwargs }]);
    const { status, reason } = verifier.verify({ gold, completion: completion as string });
    if (status === 'gold_unparsable' || status === 'error') throw new Error(reason);
    return status === 'correct';
  };

/** The checkers of IFEval (Zhou et al. 2023), in the tests of google-research. */
export const ifeval: Suite = callSuite('ifeval', {
  ...Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, checker(id)])),
  'instructions_util.count_words': ({ args: [text] }) => wordsIn(text as string).length,
  'instructions_util.count_sentences': ({ args: [text] }) => countSentences(text as string),
  'instructions_util.split_into_sentences': ({ args: [text] }) => splitSentences(text as string),
});
