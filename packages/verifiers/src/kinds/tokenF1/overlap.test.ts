import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { wordOverlap } from './overlap.ts';

const words = fc.array(fc.constantFrom('one', 'two', 'three'), { maxLength: 8 });

test.prop([words, words])('F1 is symmetric, in [0, 1], and 1 for the same words only', (a, b) => {
  const { f1, precision, recall } = wordOverlap(a.join(' '), b.join(' '));
  expect(wordOverlap(b.join(' '), a.join(' '))).toEqual({ f1, precision: recall, recall: precision });
  expect(f1).toBeGreaterThanOrEqual(0);
  expect(f1).toBeLessThanOrEqual(1);
  if (f1 > 0) expect(f1).toBeCloseTo((2 * precision * recall) / (precision + recall), 12);
  const same = a.length > 0 && [...a].sort().join() === [...b].sort().join();
  expect(f1 === 1).toBe(same);
});

test.each([
  ['hello world', 'hello', 2 / 3],
  ['two two two', 'two', 0.5],
  ['yes', 'yes and no', 0],
  ['Yes!', 'yes', 1],
  ['', '', 0],
])('%j against %j: %d', (answer, gold, f1) => {
  expect(wordOverlap(answer, gold).f1).toBeCloseTo(f1, 12);
});
