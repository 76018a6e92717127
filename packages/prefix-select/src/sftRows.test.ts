import { expect, test } from 'vitest';
import { sftRows } from './index.ts';

test('one row, all or none of a micro-group', () => {
  expect(sftRows('last', 2)).toEqual([false, true]);
  expect(sftRows('first', 3)).toEqual([true, false, false]);
  expect(sftRows('all', 2)).toEqual([true, true]);
  expect(sftRows('none', 1)).toEqual([false]);
  expect(sftRows('last', 1)).toEqual(sftRows('first', 1));
});
