import {
  sameStrings,
  unify,
  unifyFractions,
  unifyQuotient,
  unifyRoots,
  withoutUnit,
} from '../../../../packages/verifiers/src/kinds/math/hendrycks.ts';
import { type Answer, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

const rewrite =
  (by: (text: string) => string): Answer =>
  ({ args: [text] }) =>
    by(text as string);

/** MATH's grader, function by function. */
export const stringGrader: Readonly<Record<string, Answer>> = {
  is_equiv: ({ args: [left, right] }) => sameStrings(left as string, right as string),
  strip_string: rewrite(unify),
  fix_fracs: rewrite(unifyFractions),
  fix_sqrt: rewrite(unifyRoots),
  fix_a_slash_b: rewrite(unifyQuotient),
  remove_right_units: rewrite(withoutUnit),
};

/** The functions of a grader under other names. */
export const renamed = (
  answers: Readonly<Record<string, Answer>>,
  rename: (name: string) => string,
): Readonly<Record<string, Answer>> =>
  Object.fromEntries(Object.entries(answers).map(([name, answer]) => [rename(name), answer]));

/** The string comparison of MATH (Hendrycks et al. 2021). */
export const hendrycks: Suite = callSuite('hendrycks', {
  ...stringGrader,
  ...renamed(stringGrader, name => (name === 'is_equiv' ? name : `_${name}`)),
});
