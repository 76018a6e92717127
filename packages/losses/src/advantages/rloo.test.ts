import { expect, test } from 'vitest';
import { rloo } from './rloo.ts';

test('a row without others keeps its reward, or teaches nothing', () => {
  expect(Array.from(rloo([0.5, 1, 0], ['a', 'b', 'b']))).toEqual([0.5, 1, -1]);
  expect(Array.from(rloo([0.5, 1, 0], ['a', 'b', 'b'], { lone: 'zero' }))).toEqual([0, 1, -1]);
});
