import { exact, math, numeric, stripLatex } from '../../../../packages/verifiers/src/index.ts';
import { type Answer, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

type Match = (predicted: string, expected: string) => number;

const reward =
  (match: Match): Answer =>
  ({ args: [predicted, expected] }) =>
    match(predicted as string, expected as string);

export const stringMatch: Match = (completion, gold) =>
  // two empty texts are equal to theirs; to ours there is no gold
  completion.trim() === gold.trim()
    ? 1
    : score(exact.verify({ gold, completion }, { same: 'case', from: 'whole' }));

const latexMatch: Match = (completion, gold) =>
  score(exact.verify({ gold, completion }, { same: 'latex', from: 'whole' }));

export const floatMatch: Match = (completion, gold) =>
  score(numeric.verify({ gold, completion }, { absolute: 0.01, relative: 0.01 }));

export const mathMatch: Match = (completion, gold) => {
  const marked = (text: string) => (/^\s*(?:\$|\\[[(])/.test(text) ? text : `$${text}$`);
  const attempt = { gold: marked(gold), completion: marked(completion) };
  return score(math.verify(attempt, { profile: 'math-verify' }));
};

const cascade: Match = (predicted, expected) =>
  Math.max(...[stringMatch, latexMatch, floatMatch].map(match => match(predicted, expected)));

/** Theirs knows no skips: what ours does not score is 0. */
const score = ({ score }: { readonly score: number | null }) => score ?? 0;

/** The matchers of reasoning-gym. */
export const reasoningGym: Suite = callSuite('reasoning-gym', {
  strip_latex: ({ args: [text] }) => stripLatex(text as string),
  string_match: reward(stringMatch),
  float_match: reward(floatMatch),
  math_match: reward(mathMatch),
  _mathrm_to_text: ({ args: [text] }) => (text as string).replaceAll('\\mathrm{', '\\text{'),
  cascade_score: reward(cascade),
});
