import { expect, test } from 'vitest';
import { sameStrings, unify } from './hendrycks.ts';

test.each([
  ['\\tfrac12', '\\frac{1}{2}'],
  ['\\frac1{72}', '\\frac{1}{72}'],
  ['x = 42', '42'],
  ['\\left( 1, 2 \\right)', '(1,2)'],
  ['.5', '\\frac{1}{2}'],
  ['-3/4', '\\frac{-3}{4}'],
  ['11\\sqrt2', '11\\sqrt{2}'],
  ['10\\text{ units}', '10'],
  ['\\$5\\%', '5'],
  ['90^\\circ', '90'],
])('%s is written %s', (answer, unified) => {
  expect(unify(answer)).toBe(unified);
});

test('nothing is understood', () => {
  expect(sameStrings('x+1', '1+x')).toBe(false);
  expect(sameStrings('\\frac{1}{2}', '\\frac{2}{4}')).toBe(false);
});
