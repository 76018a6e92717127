import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { isFlat, slope } from './slope.ts';

const number = fc.double({ min: -100, max: 100, noNaN: true });

test.prop([number, number])('a line has its own slope, without error', (a, b) => {
  const x = [0, 10, 20, 30];
  const found = slope(
    x,
    x.map(at => a + b * at),
  );
  expect(found.slope).toBeCloseTo(b, 8);
  expect(found.standardError).toBeCloseTo(0, 8);
});

test('is that of R on a known example', () => {
  // summary(lm(c(1, 3, 2, 5) ~ c(1, 2, 3, 4)))
  const found = slope([1, 2, 3, 4], [1, 3, 2, 5]);
  expect(found.slope).toBeCloseTo(1.1, 12);
  expect(found.standardError).toBeCloseTo(0.5196152, 6);
});

test('flat is what does not grow beyond noise', () => {
  expect(isFlat({ slope: 1, standardError: 0.6 })).toBe(true);
  expect(isFlat({ slope: 1, standardError: 0.4 })).toBe(false);
  expect(isFlat({ slope: -1, standardError: 0.1 })).toBe(true);
});
