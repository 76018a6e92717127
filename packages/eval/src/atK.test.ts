import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { averageAtK, passAtK, passAtKOf } from './index.ts';

/** All k-subsets of n responses, the first c of which are correct: the share with a correct one. */
function bruteForce(n: number, c: number, k: number): number {
  let [subsets, passing] = [0, 0];
  for (let mask = 0; mask < 2 ** n; mask++) {
    const members = Array.from({ length: n }, (_, i) => i).filter(i => mask & (2 ** i));
    if (members.length !== k) continue;
    subsets++;
    if (members.some(i => i < c)) passing++;
  }
  return passing / subsets;
}

const counts = fc
  .integer({ min: 1, max: 10 })
  .chain(n => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }), fc.integer({ min: 1, max: n })));

test.prop([counts])('pass@k is the share of all k-subsets that pass', ([n, c, k]) => {
  expect(passAtKOf(n, c, k)).toBeCloseTo(bruteForce(n, c, k), 12);
});

test.prop([fc.integer({ min: 1, max: 4000 }), fc.nat(4000)])(
  'it never overflows, and grows with k',
  (n, some) => {
    const c = Math.min(n, some);
    const values = [1, Math.ceil(n / 2), n].map(k => passAtKOf(n, c, k));
    expect(values[0]).toBeCloseTo(c / n, 12);
    expect(values[1]).toBeGreaterThanOrEqual(values[0]! - 1e-12);
    expect(values[2]).toBe(c > 0 ? 1 : 0);
  },
);

const scores = fc.array(fc.array(fc.constantFrom(0, 1), { minLength: 3, maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
});

test.prop([scores])('pass@1 is avg@k for scores of 0 and 1', drawn => {
  expect(passAtK(drawn, 1)).toBeCloseTo(averageAtK(drawn), 12);
});

test('a partly right response does not pass, and counts in the average', () => {
  expect(passAtK([[0.5, 0.5]], 1)).toBe(0);
  expect(averageAtK([[0.5, 1], [0]])).toBe(0.375);
});

test('what makes no number is refused with the cure', () => {
  expect(() => averageAtK([])).toThrow(/at least one problem.*received \[\]/);
  expect(() => averageAtK([[1], []])).toThrow(/Problem 1 has no scored response/);
  expect(() => averageAtK([[1, Number.NaN]])).toThrow(/problem 0 has NaN/);
  expect(() => passAtK([[1, 0]], 3)).toThrow(/1 <= k <= n.*received n 2, c 1, k 3/);
});
