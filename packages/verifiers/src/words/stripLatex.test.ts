import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { stripLatex } from './stripLatex.ts';

test.each([
  ['\\(42\\)', '42'],
  ['so \\(4\\) and \\(2\\)', 'so 4 and 2'],
  ['\\text{hello world}', 'hello world'],
  ['\\mathrm{cm}', 'cm'],
  ['a \\\\ b', 'a b'],
  ['a~b', 'a b'],
  ['\\alpha', 'alpha'],
  ['  a   b  ', 'a b'],
])('%j', (text, plain) => {
  expect(stripLatex(text)).toBe(plain);
});

test.prop([fc.string()])('leaves no backslash and no tie', text => {
  expect(stripLatex(text)).not.toMatch(/[\\~]/);
});
