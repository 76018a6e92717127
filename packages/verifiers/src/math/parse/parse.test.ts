import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { BudgetExceeded } from '../../budget.ts';
import type { Expr } from '../tree/expr.ts';
import { parse } from './parse.ts';

const meter = { spend() {} };

/** A tree in one line. */
function shown(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return expr.value.d === 1n ? `${expr.value.n}` : `${expr.value.n}/${expr.value.d}`;
    case 'symbol':
    case 'constant':
      return expr.name;
    case 'text':
      return `"${expr.words}"`;
    case 'sum':
      return `(${expr.terms.map(shown).join(' + ')})`;
    case 'product':
      return `(${expr.factors.map(shown).join(' ')})`;
    case 'power':
      return `${shown(expr.base)}^${shown(expr.exponent)}`;
    case 'call':
      return `${expr.name}(${expr.args.map(shown).join(', ')})`;
    case 'series':
      return `${expr.operator} ${expr.variable}: ${shown(expr.body)}`;
    case 'list':
      return `<${expr.items.map(shown).join(', ')}>`;
    case 'tuple':
      return `${expr.open}${expr.items.map(shown).join(', ')}${expr.close}`;
    case 'set':
      return `{${expr.items.map(shown).join(', ')}}`;
    case 'setOperation':
      return `${expr.operator}(${expr.args.map(shown).join(', ')})`;
    case 'matrix':
      return expr.rows.map(row => row.map(shown).join(' & ')).join(' \\ ');
    case 'relation':
      return expr.operands.map((side, at) => shown(side) + (expr.operators[at] ?? '')).join('');
  }
}

const read = (source: string): string => {
  const parsed = parse(source, meter);
  return 'expr' in parsed ? shown(parsed.expr) : `none: ${parsed.reason}`;
};

test.each([
  ['\\frac12', '(1 2^-1)'],
  ['\\frac{270}7\\text{ degrees}', '(270 7^-1)'],
  ['1/2x', '(1 (2 x)^-1)'],
  ['-x^2', '(-1 x^2)'],
  ['2^3^4', '2^3^4'],
  ['1\\frac{4}{5}', '9/5'],
  ['137 1/2', '275/2'],
  ['11\\sqrt2', '(11 2^2^-1)'],
  ['\\sin^2 2x \\cos b', '(sin((2 x))^2 cos(b))'],
  ['\\log_2 8', '(ln(8) ln(2)^-1)'],
  ['x^2_{ij}', 'x_ij^2'],
  ['\\quadx', 'x'],
  ['n!', 'factorial(n)'],
  ['90^\\circ', '90'],
  ['f(x+1)', 'f((x + 1))'],
  ['n(n-1)', '(n (n + -1))'],
  ['I(0)', 'I(0)'],
  ['|x|+|y|', '(abs(x) + abs(y))'],
  ['e^{i\\pi}', 'e^(i pi)'],
  ['\\sum_{i=1}^{n} i^2', 'sum i: i^2'],
  ['1,234', '1234'],
  ['27,54,108', '<27, 54, 108>'],
  ['12,\\!345', '12345'],
  ['4.5e33', `4${'5'.padEnd(33, '0')}`],
  ['(1,2]\\cup\\{3\\}', 'union((1, 2], {3})'],
  ['1,2;3,4', '<(1, 2), (3, 4)>'],
  ['k = 1, 2', 'k=<1, 2>'],
  ['x=1 \\text{ or } x=2', '<x=1, x=2>'],
  ['x=1/3\\approx 0.3', 'x=(1 3^-1)'],
  ['x \\approx 3', 'x=3'],
  ['a \\Rightarrow b', 'b'],
  ['\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}', '1 & 2 \\ 3 & 4'],
  ['\\text{odd}', '"odd"'],
  ['15\\mbox{ cm}^2', '15'],
  ['\\{x \\mid x>0\\}', 'x>0'],
  ['½ − x²', '((1 2^-1) + (-1 x^2))'],
])('%s reads as %s', (source, tree) => {
  expect(read(source)).toBe(tree);
});

test.each(['\\frac{1}{2', '(1', '1 2', '', '=', 'x+', '\\begin{pmatrix}1', '()', '日'])(
  '%s is no mathematics',
  source => {
    expect(read(source)).toMatch(/^none: /);
  },
);

test.each(['('.repeat(1000), '{'.repeat(1000), `${'7'.repeat(20_000)}`, '1e99999'])(
  '%.10s... is over budget',
  source => {
    expect(() => parse(source, meter)).toThrow(BudgetExceeded);
  },
);

test.prop([fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 9999 })])(
  'numbers are read exactly',
  (whole, places) => {
    const decimals = String(places).padStart(4, '0');
    const parsed = parse(`${whole}.${decimals}`, meter) as { expr: Extract<Expr, { kind: 'number' }> };
    const { n, d } = parsed.expr.value;
    expect(n * 10n ** 4n).toBe((whole * 10n ** 4n + BigInt(places)) * d);
    expect(parsed.expr.decimals).toBe(4);
  },
);
