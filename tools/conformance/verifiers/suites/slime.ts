import { multipleChoice, normaliseWords, wordOverlap } from '../../../../packages/verifiers/src/index.ts';
import { type Answer, callSuite } from '../calls.ts';
import { lastBoxedOnlyString, removeBoxed } from '../graders/boxes.ts';
import { deepscalerReward, gradeMathd, gradeSympy, gradeVerl, mathdNormalise } from '../graders/mathd.ts';
import { dapoScore, normaliseFinalAnswer } from '../graders/minerva.ts';
import type { Suite } from '../suite.ts';
import { renamed, stringGrader } from './hendrycks.ts';

/** The letter that a response chooses; where it names several, the last. */
const extractLetter: Answer = ({ args: [completion, letters] }) => {
  if (completion === null) return null;
  const options = { letters: (letters as string[]).join(''), fallback: 'last' } as const;
  const attempt = { gold: options.letters[0]!, completion: completion as string };
  return multipleChoice.verify(attempt, options).extracted ?? null;
};

/** A label is a letter, the text of a choice, or its number from 0. */
const gpqaReward: Answer = ({ args: [completion], kwargs: { label, metadata } }) => {
  const gold = typeof label === 'number' ? String.fromCharCode(65 + label) : (label as string);
  const meta = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  // theirs knows no skips: what ours does not score is 0
  const attempt = { gold, completion: (completion ?? '') as string, meta };
  return multipleChoice.verify(attempt, { fallback: 'last' }).score ?? 0;
};

const f1Score: Answer = ({ args: [answer, gold] }) => {
  const { f1, precision, recall } = wordOverlap((answer ?? '') as string, gold as string);
  return [f1, precision, recall];
};

type Texts = readonly [string, string];

const mathematics: Readonly<Record<string, Answer>> = {
  ...renamed(stringGrader, name => `_${name}`),
  last_boxed_only_string: ({ args: [text] }) => lastBoxedOnlyString(text as string),
  remove_boxed: ({ args: [text] }) => removeBoxed(text as string),
  extract_answer: ({ args: [text] }) => removeBoxed(lastBoxedOnlyString(text as string)),
  mathd_normalize_answer: ({ args: [text] }) => mathdNormalise(text as string | null),
  grade_answer_mathd: ({ args }) => gradeMathd(...(args as unknown as Texts)),
  grade_answer_sympy: ({ args }) => gradeSympy(...(args as unknown as Texts)),
  grade_answer_verl: ({ args }) => gradeVerl(...(args as unknown as Texts)),
  get_deepscaler_rule_based_reward: ({ args }) => deepscalerReward(...(args as unknown as Texts)),
  normalize_final_answer: ({ args: [text] }) => normaliseFinalAnswer(text as string),
  compute_score: ({ args: [solution, gold], kwargs: { strict_box_verify } }) =>
    dapoScore(solution as string, gold as string, strict_box_verify === true),
};

/** The reward hub of slime. */
export const slime: Suite = callSuite('slime', {
  ...mathematics,
  _extract_letter_from_response: extractLetter,
  compute_gpqa_reward: gpqaReward,
  normalize_answer: ({ args: [text] }) => normaliseWords(text as string),
  f1_score: f1Score,
});
