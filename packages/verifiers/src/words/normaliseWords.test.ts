import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { normaliseWords, wordsOf } from './normaliseWords.ts';

test.each([
  ['The Quick Brown Fox.', 'quick brown fox'],
  ['  HELLO   WORLD\n', 'hello world'],
  ['a.b,c!', 'abc'],
  ['theatre', 'theatre'],
  ['', ''],
])('%j', (text, normalised) => {
  expect(normaliseWords(text)).toBe(normalised);
});

test.prop([fc.string()])('once is enough', text => {
  expect(normaliseWords(normaliseWords(text))).toBe(normaliseWords(text));
  expect(wordsOf(text).join(' ')).toBe(normaliseWords(text));
});
