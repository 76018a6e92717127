import { expect, test } from 'vitest';
import { dynamicSampling } from './dynamicSampling.ts';

test('keeps the groups with both right and wrong rows', () => {
  const groups = ['a', 'b', 'c', 'a', 'b', 'c'];
  expect(Array.from(dynamicSampling([1, 1, 0, 0, 1, 0], groups))).toEqual([1, 0, 0, 1, 0, 0]);
});

test('a single row is always all right or all wrong', () => {
  expect(Array.from(dynamicSampling([1, 0], ['a', 'b']))).toEqual([0, 0]);
});

test('graded rewards are right from a bound on', () => {
  expect(Array.from(dynamicSampling([0.8, 0.2], [0, 0]))).toEqual([0, 0]);
  expect(Array.from(dynamicSampling([0.8, 0.2], [0, 0], 0.5))).toEqual([1, 1]);
});
