import { expect, test } from 'vitest';
import { difference } from './equality.ts';

const ours = { losses: [3, 2], greedy: [[1, 2, 3]], seconds: 1 };

test('losses within the tolerance and the same tokens are equal work', () => {
  expect(difference(ours, { ...ours, losses: [3.00005, 2] }, 1e-4)).toBeUndefined();
  expect(difference(ours, { ...ours, greedy: null }, 1e-4)).toBeUndefined();
});

test.each([
  [{ losses: [3, 2.001] }, "the loss after the updates is 2.001, trapo's 2"],
  [{ losses: [Number.NaN, 2] }, "the loss before the updates is NaN, trapo's 3"],
  [{ greedy: [[1, 2, 4]] }, "greedy completion 0 has 4 at token 2, trapo's 3"],
  [{ greedy: [[1, 2]] }, "greedy completion 0 has undefined at token 2, trapo's 3"],
])('%j is not', (fields, message) => {
  expect(difference(ours, { ...ours, ...fields }, 1e-4)).toBe(message);
});
