import { type MathOptions, math } from '../../../../packages/verifiers/src/index.ts';
import { sameStrings } from '../../../../packages/verifiers/src/kinds/math/hendrycks.ts';
import { deepscalerReward, gradeMathd, gradeSympy, gradeVerl } from '../graders/mathd.ts';
import type { Suite, SuiteCase } from '../suite.ts';
import { accuracy } from './accuracy.ts';
import { floatMatch, mathMatch, stringMatch } from './reasoning-gym.ts';

interface MixedCase extends SuiteCase {
  readonly source_file: string;
  readonly note: string;
  readonly gold: string | number;
  readonly pred: string;
  /** Null: the gold can't be read, so the row is skipped. */
  readonly expected: boolean | null;
}

type Grader = (gold: string, pred: string) => boolean | null;

const mathIn =
  (options: MathOptions, marked = (text: string) => text): Grader =>
  (gold, completion) => {
    const attempt = { gold: marked(gold), completion: marked(completion) };
    const { score } = math.verify(attempt, { ...options, afterThink: false });
    return score === null ? null : score === 1;
  };

const inBox = (text: string): string => (text.includes('\\boxed') ? text : `\\boxed{${text}}`);

/** Each case's grader by name, or by where its case is from. */
const graders: readonly (readonly [name: string, grader: Grader])[] = [
  ['grade_answer_mathd', (gold, pred) => gradeMathd(pred, gold)],
  ['grade_answer_sympy', (gold, pred) => gradeSympy(pred, gold)],
  ['grade_answer_verl', (gold, pred) => gradeVerl(pred, gold)],
  ['get_deepscaler_rule_based_reward', (gold, pred) => deepscalerReward(pred, gold) === 1],
  ['string_match', (gold, pred) => stringMatch(pred, gold) === 1],
  ['float_match', (gold, pred) => floatMatch(pred, gold) === 1],
  ['math_match', (gold, pred) => mathMatch(pred, gold) === 1],
  ['hendrycks', sameStrings],
  ['trl', (gold, pred) => accuracy(pred, gold)],
  ['open-r1', (gold, pred) => accuracy(pred, gold)],
  ['Math-Verify issue', mathIn({ profile: 'math-verify' })],
  ['', mathIn({ profile: 'oat' }, inBox)],
];

/** Single cases of many graders, each by its own. */
export const mixedGraders: Suite = {
  name: 'mixed-graders',
  differs(peerCase) {
    const { source_file, note, gold, pred, expected } = peerCase as MixedCase;
    const [name, grader] =
      graders.find(([name]) => note.startsWith(name) && name !== '') ??
      graders.find(([name]) => source_file.includes(name))!;
    const verdict = grader(String(gold), pred);
    return verdict === expected
      ? undefined
      : `${name || 'math'}: ${verdict} for ${JSON.stringify([gold, pred])}`;
  },
};
