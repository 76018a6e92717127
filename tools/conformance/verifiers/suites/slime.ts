import { multipleChoice, normaliseWords, wordOverlap } from '../../../../packages/verifiers/src/index.ts';
import { type Answer, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

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

/** The reward hub of slime. */
export const slime: Suite = callSuite('slime', {
  _extract_letter_from_response: extractLetter,
  compute_gpqa_reward: gpqaReward,
  normalize_answer: ({ args: [text] }) => normaliseWords(text as string),
  f1_score: f1Score,
});
