import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { elementsOf } from './elements.ts';

test.each([
  ['1, 2, 3', ['1', '2', '3']],
  ['{1, 2}', ['1', '2']],
  ['\\{1, 2\\}', ['1', '2']],
  ['["Red", "blue"]', ['red', 'blue']],
  ['red, green and blue.', ['red', 'green', 'blue']],
  ['red, and blue', ['red', 'blue']],
  ['(1, 2), (3, 4)', ['(1, 2)', '(3, 4)']],
  ['a; b, c', ['a', 'b, c']],
  ['- a\n- b', ['a', 'b']],
  ['1. a\n2) b', ['a', 'b']],
  ['1.50, 007, -0, +3', ['1.5', '7', '0', '3']],
  ['', []],
  [' , ', []],
])('%j', (text, elements) => {
  expect(elementsOf(text)).toEqual(elements);
});

const word = fc.stringMatching(/^[b-z]{2,6}$/).filter(text => text !== 'and');

test.prop([fc.array(word, { minLength: 1, maxLength: 8 })])('reads what it is given in any dress', words => {
  for (const text of [words.join(', '), `{${words.join(',')}}`, JSON.stringify(words), words.join('; ')])
    expect(elementsOf(text)).toEqual(words);
  expect(elementsOf(words.map(each => `* ${each}`).join('\n'))).toEqual(words);
});
