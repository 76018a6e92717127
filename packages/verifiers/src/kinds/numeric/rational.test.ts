import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { atMost, decimal, negated, product, quotient, size, sum } from './rational.ts';

const equal = (a: ReturnType<typeof decimal>, b: ReturnType<typeof decimal>) => atMost(a, b) && atMost(b, a);

test.each([
  ['17', 17n, 1n],
  ['-1.5', -15n, 10n],
  ['.5', 5n, 10n],
  ['-.5', -5n, 10n],
  ['6e2', 600n, 1n],
  ['1.5E-1', 15n, 100n],
])('%s', (text, n, d) => {
  expect(decimal(text)).toEqual({ n, d });
});

test.prop([fc.bigInt(), fc.bigInt({ min: 1n }), fc.bigInt(), fc.bigInt({ min: 1n })])(
  'is a field in order',
  (n, d, m, e) => {
    const [a, b] = [
      { n, d },
      { n: m, d: e },
    ];
    expect(equal(sum(sum(a, b), negated(b)), a)).toBe(true);
    if (m !== 0n) expect(equal(product(quotient(a, b)!, b), a)).toBe(true);
    else expect(quotient(a, b)).toBeUndefined();
    expect(atMost(a, b) || atMost(b, a)).toBe(true);
    expect(atMost(a, size(a))).toBe(true);
  },
);

const float = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });

test.prop([float, float])('orders as floats do', (a, b) => {
  expect(atMost(decimal(String(a)), decimal(String(b)))).toBe(a <= b);
});
