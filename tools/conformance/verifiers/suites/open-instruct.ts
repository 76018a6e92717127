import { exact, numeric, tokenF1 } from '../../../../packages/verifiers/src/index.ts';
import { type Answer, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

type Judge = (gold: string, completion: string) => { readonly score: number | null };

/** A call is (tokens, completion, label); theirs knows no skips: what ours does not score is 0. */
const reward =
  (judge: Judge): Answer =>
  ({ args: [, completion, label] }) =>
    judge(typeof label === 'string' ? label : JSON.stringify(label), completion as string).score ?? 0;

/** The verifiers of open-instruct. */
export const openInstruct: Suite = callSuite('open-instruct', {
  PuzzleMatcherVerifier: reward((gold, completion) => exact.verify({ gold, completion }, { same: 'words' })),
  F1Verifier: reward((gold, completion) => tokenF1.verify({ gold, completion })),
  // the last number, wherever it stands
  GSM8KVerifier: reward((gold, completion) => numeric.verify({ gold, completion }, { pick: 'last' })),
});
