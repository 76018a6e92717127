/** The string comparison of the MATH data set (Hendrycks et al. 2021): notation is unified, nothing is understood. */

/** Whether two answers are written the same way, once their notation is unified. */
export const sameStrings = (gold: string, given: string): boolean => unify(gold) === unify(given);

/** \frac12 and \frac1{2} as \frac{1}{2}; what can't be a fraction stays. */
export const unifyFractions = (answer: string): string =>
  answer.replace(/\\frac([^{\s])(?:\{|([^{\s]))/g, (_, over: string, under?: string) =>
    under === undefined ? `\\frac{${over}}{` : `\\frac{${over}}{${under}}`,
  );

/** \sqrt3 as \sqrt{3}. */
export const unifyRoots = (answer: string): string => answer.replace(/\\sqrt([^{])/g, '\\sqrt{$1}');

/** 1/2 as \frac{1}{2}, where that is the whole answer. */
export const unifyQuotient = (answer: string): string =>
  answer.replace(/^(-?\d+)\/(-?\d+)$/, '\\frac{$1}{$2}');

/** Without the unit: the text that ends the answer after a space. */
export const withoutUnit = (answer: string): string => answer.replace(/\\text\{ [\s\S]*$/, '');

/** The answer in the one notation that MATH's grader compares. */
export function unify(answer: string): string {
  let text = answer
    .replace(/\n|\\!/g, '')
    .replace(/\\\\/g, '\\')
    .replace(/[td]frac/g, 'frac')
    .replace(/\\left|\\right|\^\{\\circ\}|\^\\circ|\\\$/g, '');
  text = withoutUnit(text)
    .replace(/\\?%/g, '')
    .replace(/(^|[ {])\./g, '$10.');
  // a short name before an equals sign is no part of the answer
  const sides = text.split('=');
  if (sides.length === 2 && sides[0]!.length <= 2) text = sides[1]!;
  text = unifyFractions(unifyRoots(text).replace(/ /g, ''));
  return text === '0.5' ? '\\frac{1}{2}' : unifyQuotient(text);
}
