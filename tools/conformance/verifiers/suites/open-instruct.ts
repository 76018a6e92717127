import { exact, numeric, tokenF1 } from '../../../../packages/verifiers/src/index.ts';
import { type Answer, callSuite } from '../calls.ts';
import { lastBoxedOnlyString, removeBoxed } from '../graders/boxes.ts';
import { normaliseFinalAnswer } from '../graders/minerva.ts';
import type { Suite } from '../suite.ts';
import { renamed, stringGrader } from './hendrycks.ts';

type Judge = (gold: string, completion: string) => { readonly score: number | null };

/** A call is (tokens, completion, label); theirs knows no skips: what ours does not score is 0. */
const reward =
  (judge: Judge): Answer =>
  ({ args: [, completion, label] }) =>
    judge(typeof label === 'string' ? label : JSON.stringify(label), completion as string).score ?? 0;

const mathematics: Readonly<Record<string, Answer>> = {
  ...stringGrader,
  hendrycks_is_equiv: stringGrader.is_equiv!,
  last_boxed_only_string: ({ args: [text] }) => lastBoxedOnlyString(text as string),
  remove_boxed: ({ args: [text] }) => removeBoxed(text as string),
  normalize_final_answer: ({ args: [text] }) => normaliseFinalAnswer(text as string),
};

/** The verifiers of open-instruct. */
export const openInstruct: Suite = callSuite('open-instruct', {
  ...renamed(mathematics, name => `math_utils.${name}`),
  PuzzleMatcherVerifier: reward((gold, completion) => exact.verify({ gold, completion }, { same: 'words' })),
  F1Verifier: reward((gold, completion) => tokenF1.verify({ gold, completion })),
  // the last number, wherever it stands
  GSM8KVerifier: reward((gold, completion) => numeric.verify({ gold, completion }, { pick: 'last' })),
});
