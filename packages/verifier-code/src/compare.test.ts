import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { sameOutput, sameValue } from './compare.ts';

test.each<[unknown, unknown, boolean]>([
  [0.1 + 0.2, 0.3, true],
  [3, 3, true],
  [3, 3.1, false],
  [1e15, 1e15 + 1, false],
  [9007199254740993n, 9007199254740992n, false],
  [[1, [2]], [1, [2]], true],
  [[1], { 0: 1 }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [1, true, false],
  [null, {}, false],
  ['1', 1, false],
])('%o and %o: %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same);
  expect(sameValue(b, a)).toBe(same);
});

test.prop([fc.jsonValue()])('a value is itself, and not a list of itself', value => {
  expect(sameValue(value, structuredClone(value))).toBe(true);
  expect(sameValue(value, [value])).toBe(false);
});

test('outputs: white space at line ends and at the end does not count', () => {
  expect(sameOutput('1 \n2\n\n', '1\n2')).toBe(true);
  expect(sameOutput('1\n2', '1 2')).toBe(false);
  expect(sameOutput(' 1', '1')).toBe(false);
});
