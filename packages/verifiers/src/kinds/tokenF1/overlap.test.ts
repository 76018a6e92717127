import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { overlapF1 } from './overlap.ts';

const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });

test.prop([words, words])('is symmetric, in [0, 1], and 1 for the same words only', (a, b) => {
  const f1 = overlapF1(a, b);
  expect(f1).toBe(overlapF1(b, a));
  expect(f1).toBeGreaterThanOrEqual(0);
  expect(f1).toBeLessThanOrEqual(1);
  const same = a.length > 0 && [...a].sort().join() === [...b].sort().join();
  expect(f1 === 1).toBe(same);
});

test('counts a word as often as both have it', () => {
  expect(overlapF1(['hello', 'world'], ['hello'])).toBeCloseTo(2 / 3, 12);
  expect(overlapF1(['a', 'a', 'a'], ['a'])).toBe(0.5);
});
