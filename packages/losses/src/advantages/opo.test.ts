import { expect, test } from 'vitest';
import { opo } from './opo.ts';

test('long rows weigh more in the baseline', () => {
  expect(Array.from(opo([1, 0], ['a', 'a'], [1, 3]))).toEqual([0.75, -0.25]);
  expect(Array.from(opo([1, 0, 0.4], ['a', 'a', 'b'], [0, 0, 0]))).toEqual([0.5, -0.5, 0.4]);
});

test('a length that is none is refused', () => {
  expect(() => opo([1], ['a'], [1.5])).toThrow(/length of row 0 is a whole number.*received 1.5/);
  expect(() => opo([1], ['a'], [])).toThrow(/lengths needs one entry per row: 1; received 0/);
});
