import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { countSentences, splitSentences } from './sentences.ts';

test.each([
  ['xx,x. xx,x! xx/x. x{x}x?', 4],
  ['One. Two! Three? Four', 4],
  ['Dr. Smith met Mr. Jones at 3.5 km.', 1],
  ['It works, e.g. here. And there.', 2],
  ['He lives in the U.S. The house is red.', 2],
  ['J. R. Smith wrote it.', 1],
  ['"Stop!" she said. (Really.) Yes.', 4],
  ['Wait... what? Wait... No.', 3],
  ['visit example.com today', 1],
  ['', 0],
  ['   ', 0],
])('%j: %d', (text, count) => {
  expect(countSentences(text)).toBe(count);
});

test.each([
  ['A dog. A cat!', ['A dog.', 'A cat!']],
  ['It costs 3.50 now.', ['It costs 3.50 now.']],
  ['Mr. Fox went to fox.com today.', ['Mr. Fox went to fox.com today.']],
  ['She said "no." Then left.', ['She said "no".', 'Then left.']],
  ['The U.S.A has it.', ['The U.S.A has it.']],
])('%j splits', (text, sentences) => {
  expect(splitSentences(text)).toEqual(sentences);
});

const sentence = fc.stringMatching(/^[b-z]{3,9}( [b-z]{3,9}){0,4}$/).map(words => `Q${words}`);

test.prop([fc.array(sentence, { minLength: 1, maxLength: 6 }), fc.constantFrom('.', '!', '?')])(
  'plain sentences are found one by one',
  (sentences, end) => {
    const text = sentences.map(words => words + end).join(' ');
    expect(countSentences(text)).toBe(sentences.length);
    expect(splitSentences(text)).toEqual(sentences.map(words => words + end));
  },
);
