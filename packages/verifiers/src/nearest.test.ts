import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test('the least edits win, case aside', () => {
  expect(nearest('OPNE', ['close', 'open', 'atEnd'])).toBe('open');
  expect(nearest('x', [])).toBeUndefined();
});
