import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { afterThought } from './thought.ts';

test.each([
  ['plain', 'plain'],
  ['<think>a</think>b', 'b'],
  ['a</think>b', 'b'],
  ['a</think>b</think>c', 'c'],
  ['<think>a', ''],
  ['a<think>b', 'a'],
  ['<think>a</think>b<think>c', 'b'],
  ['a<think></think>', ''],
])('%s: %s', (completion, answer) => {
  expect(afterThought(completion)).toBe(answer);
});

test('tags of one’s own', () => {
  expect(afterThought('a[/t]b[t]c', '[t]', '[/t]')).toBe('b');
});

const untagged = fc.string().filter(text => !text.includes('<think>') && !text.includes('</think>'));

test.prop([fc.string(), untagged])('nothing before the last closing tag matters', (thought, answer) => {
  expect(afterThought(`${thought}</think>${answer}`)).toBe(answer);
});
