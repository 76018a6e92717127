import { expect, test } from 'vitest';
import { profiles } from '../../../packages/verifiers/src/kinds/math/profiles.ts';
import { normalise, parse, same } from '../../../packages/verifiers/src/math/index.ts';
import { readSrepr } from './srepr.ts';
import { sympyTree } from './sympyTree.ts';

const meter = { spend() {} };

function agree(latex: string, srepr: string): boolean {
  const parsed = parse(normalise(latex), meter);
  if ('reason' in parsed) throw new Error(parsed.reason);
  const comparison = { ...profiles['math-verify'].comparison, meter };
  return same(sympyTree(readSrepr(srepr)), sympyTree(parsed.expr), comparison);
}

test.each([
  ['\\frac{x+1}{2}', "Mul(Rational(1, 2), Add(Symbol('x'), Integer(1)))"],
  ['0.5', "Float('0.5', precision=53)"],
  ['[0,1)', 'Interval(Integer(0), Integer(1), false, true)'],
  ['\\gcd(2y, x)', 'Integer(1)'],
  ['\\operatorname{lcm}(125, 50x)', "Mul(Integer(250), Symbol('x'))"],
  ['\\sum_{k=0}^{n} k x', "Sum(Mul(Symbol('i'), Symbol('x')), Tuple(Symbol('i'), Integer(0), Symbol('n')))"],
])('%s is %s', (latex, srepr) => {
  expect(agree(latex, srepr)).toBe(true);
});

test.each([
  ['x+1', "Add(Symbol('x'), Integer(2))"],
  ['[0,1]', 'Interval(Integer(0), Integer(1), false, true)'],
  ['\\sum_{k=0}^{n} k', "Sum(Symbol('i'), Tuple(Symbol('i'), Integer(2), Symbol('n')))"],
  ['\\lcm(4, 6)', 'Integer(24)'],
])('%s is not %s', (latex, srepr) => {
  expect(agree(latex, srepr)).toBe(false);
});

test('what no rule reads is an error', () => {
  expect(() => readSrepr('Add(Integer(1)')).toThrow("srepr can't be read");
});
