/** The two graders of PRM800K (Lightman et al. 2023) that DeepScaleR, verl and slime chain: strings, then mathematics. */
import { sameStrings, unify } from '../../../../packages/verifiers/src/kinds/math/hendrycks.ts';
import { profiles } from '../../../../packages/verifiers/src/kinds/math/profiles.ts';
import { type Expr, normalise, parse, same } from '../../../../packages/verifiers/src/math/index.ts';
import { plainFraction } from '../../../../packages/verifiers/src/math/tree/build.ts';
import { lastBoxedOnlyString, removeBoxed } from './boxes.ts';

const meter = { spend() {} };

/** MATH's notation, and words without their \text. */
export const mathdNormalise = (answer: string | null): string | null =>
  answer === null ? null : unify(answer.trim().replace(/^\\text\{(.+?)\}$/, '$1'));

export const gradeMathd = (answer: string, gold: string): boolean =>
  sameStrings(mathdNormalise(gold)!, mathdNormalise(answer)!);

/** As mathematics; but a fraction must be in lowest terms, since reducing it was the problem. */
export function gradeSympy(answer: string, gold: string): boolean {
  const [left, right] = [parse(normalise(gold), meter), parse(normalise(answer), meter)];
  if (!('expr' in left) || !('expr' in right)) return false;
  if (isFraction(left.expr) && isFraction(right.expr)) return sameStrings(gold, answer);
  const { comparison } = profiles.strict;
  return same(left.expr, right.expr, { ...comparison, unorderedLists: false, meter });
}

const isFraction = (expr: Expr): boolean => plainFraction(expr) !== undefined;

/** The box of the answer against the gold, or the gold's box. */
export function gradeVerl(answer: string, gold: string): boolean {
  const given = removeBoxed(lastBoxedOnlyString(answer));
  const expected = gold.includes('\\boxed') ? removeBoxed(lastBoxedOnlyString(gold)) : gold;
  if (given === null || !expected) return false;
  return gradeMathd(given, expected) || gradeSympy(given, expected);
}

/** DeepScaleR's reward: what follows the thought, or else nothing. */
export function deepscalerReward(response: string, label: string | number | null): number {
  const parts = ['</think>', '###Response'].map(mark => response.split(mark)).find(parts => parts.length > 1);
  return parts && gradeVerl(parts[1]!, String(label ?? '')) ? 1 : 0;
}
