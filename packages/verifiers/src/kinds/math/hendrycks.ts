/** The string comparison of the MATH data set (Hendrycks et al. 2021): notation is unified, nothing is understood. */

/** Whether two answers are written the same way, once their notation is unified. */
export const sameStrings = (gold: string, given: string): boolean => unify(gold) === unify(given);

const rewrites: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\n|\\!|\\left|\\right|\^\{\\circ\}|\^\\circ|\\\$|\\?%/g, ''],
  [/\\\\/g, '\\'],
  [/[td]frac/g, 'frac'],
  // a unit is the text that ends the answer
  [/\\text\{ .*$/, ''],
  [/(^|[ {])\./g, '$10.'],
];

/** The answer in the one notation that MATH's grader compares. */
export function unify(answer: string): string {
  let text = rewrites.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), answer);
  // a short name before an equals sign is no part of the answer
  const sides = text.split('=');
  if (sides.length === 2 && sides[0]!.length <= 2) text = sides[1]!;
  text = text.replace(/\\sqrt([^{\s])/g, '\\sqrt{$1}').replace(/ /g, '');
  text = text.replace(/\\frac([^{])(?:\{|([^{]))/g, (_, over: string, under?: string) =>
    under === undefined ? `\\frac{${over}}{` : `\\frac{${over}}{${under}}`,
  );
  if (text === '0.5') return '\\frac{1}{2}';
  const simple = /^(-?\d+)\/(-?\d+)$/.exec(text);
  return simple ? `\\frac{${simple[1]}}{${simple[2]}}` : text;
}
