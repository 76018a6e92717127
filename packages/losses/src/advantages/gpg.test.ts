import { expect, test } from 'vitest';
import { gpg } from './gpg.ts';

test('the fewer rows have a reward, the larger the advantage', () => {
  expect(Array.from(gpg([1, 0, 0, 0], ['a', 'a', 'b', 'b']))).toEqual([2, -2, 0, 0]);
  expect(Array.from(gpg([1, 0, 1, 0], ['a', 'a', 'b', 'b']))).toEqual([1, -1, 1, -1]);
  expect(Array.from(gpg([0, 0], ['a', 'a']))).toEqual([0, 0]);
});
