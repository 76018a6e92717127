import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { profiles } from '../../kinds/math/profiles.ts';
import { readAnswer } from '../answer.ts';
import { same } from './same.ts';

const meter = { spend() {} };

function agree(gold: string, given: string, profile: 'strict' | 'trapo-train' = 'trapo-train'): boolean {
  const [left, right] = [gold, given].map(text => readAnswer(text, 'the whole text', meter)?.expr);
  if (!left || !right) throw new Error(`${left ? given : gold} is no mathematics`);
  return same(left, right, { ...profiles[profile].comparison, meter });
}

/** Expressions in x, y and z: polynomials, quotients, roots, sines. No quotient by 0 and no root of a negative number. */
const { expression } = fc.letrec<{ expression: string; factor: string }>(tie => ({
  factor: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'expression' },
    fc.integer({ min: 1, max: 99 }).map(String),
    fc.constantFrom('x', 'y', 'z'),
    tie('expression').map(inner => `(${inner})`),
    fc.tuple(tie('factor'), fc.integer({ min: 2, max: 5 })).map(([base, n]) => `{${base}}^{${n}}`),
    fc.tuple(tie('expression'), fc.integer({ min: 2, max: 9 })).map(([over, n]) => `\\frac{${over}}{${n}}`),
    tie('expression').map(inner => `\\sqrt{({${inner}})^{2}+1}`),
    fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('x', 'y')).map(([n, x]) => `\\sin(${n}${x})`),
  ),
  expression: fc
    .array(fc.tuple(fc.constantFrom('+', '-'), fc.array(tie('factor'), { minLength: 1, maxLength: 2 })), {
      minLength: 1,
      maxLength: 3,
      depthIdentifier: 'expression',
    })
    .map(terms => terms.map(([sign, factors]) => `${sign} ${factors.join(' \\cdot ')}`).join(' ')),
}));

describe('whatever the expression', () => {
  test.prop([expression], { numRuns: 60 })('it is itself', text => {
    expect(agree(text, text)).toBe(true);
  });

  // 916 digits, of which the last tells
  const long = String.raw`\sqrt{(\sin(x))^2+1} \cdot {{{9}^{4}}^{4}}^{5}`;
  test.prop([expression], { numRuns: 60, examples: [[long]] })('it is never one more than itself', text => {
    expect(agree(text, `${text} + 1`)).toBe(false);
    expect(agree(`(${text})^{12}`, `(${text})^{12} + 1`)).toBe(false);
  });

  test.prop([expression], { numRuns: 60 })('harmless rewriting changes nothing', text => {
    expect(agree(text, text.replaceAll(' ', ''))).toBe(true);
    expect(agree(text, text.replaceAll('(', '\\left(').replaceAll(')', '\\right)'))).toBe(true);
    expect(agree(text, text.replaceAll('\\frac', '\\dfrac'))).toBe(true);
    expect(agree(text, `0 + \\left( ${text} \\right) \\cdot 1`)).toBe(true);
  });

  test.prop([expression, expression], { numRuns: 60 })('sums and products commute', (a, b) => {
    expect(agree(`(${a}) + (${b})`, `(${b}) + (${a})`)).toBe(true);
    expect(agree(`(${a}) \\cdot (${b})`, `(${b})(${a})`)).toBe(true);
    expect(agree(`(${a})^2 - (${b})^2`, `((${a})-(${b}))((${a})+(${b}))`)).toBe(true);
  });

  test.prop([expression, expression], { numRuns: 60 })(
    'to the strict profile gold and answer may be swapped',
    (a, b) => {
      expect(agree(a, b, 'strict')).toBe(agree(b, a, 'strict'));
    },
  );
});

test.each([
  ['\\sqrt{8}', '2\\sqrt{2}'],
  ['\\sqrt{3+2\\sqrt{2}}', '1+\\sqrt 2'],
  ['e^{i\\pi}', '-1'],
  ['\\ln 4', '2\\ln 2'],
  ['\\sin 2x', '2\\sin x\\cos x'],
  ['\\arctan 1', '\\frac{\\pi}{4}'],
  ['(-8)^{1/3}', '-2'],
  ['\\cosh^2 x - \\sinh^2 x', '1'],
  ['100^{100}', '10^{200}'],
  ['(n+1)!', '(n+1) n!'],
  ['\\frac{n(n+1)}{2}', '\\sum_{k=1}^{n} k'],
  ['\\int_0^1 x^2 dx', '\\frac13'],
  ['0.\\overline{36}', '\\frac{4}{11}'],
  ['1,2,3', '3, 2, 1'],
  ['\\{1,2\\}', '\\{2,1,1\\}'],
  ['1 \\pm \\sqrt 2', '1+\\sqrt2, 1-\\sqrt2'],
  ['p=5,q=2;p=7,q=2', '(5,2),(7,2)'],
  ['a=4,-8,-10', '-10,-8,4'],
  ['1:2:3', '2:4:6'],
  ['1 < x \\le 2', '(1,2]'],
  ['1\\leq|z|\\leq 2', '[-2,-1]\\cup[1,2]'],
  ['[1,3]', '[1,2]\\cup[2,3]'],
  ['(-\\infty,\\infty)', '\\mathbb{R}'],
  ['x \\ne 0', '(-\\infty,0)\\cup(0,\\infty)'],
  ['\\{x \\mid 3x < 6\\}', '(-\\infty, 2)'],
  ['2x+4y=3', 'y = \\frac{3-2x}{4}'],
  ['5 \\ge x > 2', '2 < x \\le 5'],
  ['2\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}', '\\begin{bmatrix}2&0\\\\0&2\\end{bmatrix}'],
  ['\\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}', '-2'],
  ['\\text{Odd}', 'odd'],
  ['12', '12 \\text{ cm}^2'],
  ['12', '12 cm'],
  ['17', '17\\%'],
  ['\\frac{8}{3}', '2.666667'],
])('%s is %s', (gold, given) => {
  expect(agree(gold, given)).toBe(true);
});

test.each([
  ['(1+x)^{100000}', '(1+x)^{100000}+1'],
  ['(\\sqrt x+2)^{300}', '(\\sqrt x+2)^{300}+1'],
  ['1+e^{-300}', '1'],
  ['e^{-700}', 'e^{-701}'],
  ['|x|', 'x'],
  ['\\lfloor\\sqrt{n-1}\\rfloor', '\\lfloor\\sqrt{n-2}\\rfloor'],
  ['\\sqrt{3+2\\sqrt{2}}', '1-\\sqrt 2'],
  ['3.14', '\\pi'],
  ['1e-8', '2e-8'],
  ['1,2,3', '1,2'],
  ['(1,2)', '(2,1)'],
  ['[0,1]', '[0,1)'],
  ['x > 5', 'x < 5'],
  ['a=1, b=2', 'a=2, b=1'],
  ['A=90, B=90', 'A=90'],
  ['1, 2, \\ldots, n', '1, 3, \\ldots, n'],
  ['I(0)', '0'],
  ['0', 'x+y=0'],
  ['6m', '6'],
  ['5 cm', '5 kg'],
  ['\\begin{pmatrix}1\\\\2\\end{pmatrix}', '\\begin{pmatrix}2\\\\1\\end{pmatrix}'],
])('%s is not %s', (gold, given) => {
  expect(agree(gold, given)).toBe(false);
});

test.each([
  ['(1,3)', '\\{1,3\\}'],
  ['17\\%', '17'],
  ['\\frac{1}{3}', '0.333333'],
  ['(2,\\infty)', 'x>2'],
])('to the strict profile %s is not %s', (gold, given) => {
  expect(agree(gold, given)).toBe(true);
  expect(agree(gold, given, 'strict')).toBe(false);
});
