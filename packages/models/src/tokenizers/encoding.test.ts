import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CASES, differences, stringsOf } from '../testing/tokenizerParity.ts';
import { openEncoding } from './encoding.ts';

const FOLDER = join(import.meta.dirname, '../../testing-data/tokenizers');
const read = (...path: string[]) => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'));

describe("what Python's tokenizers makes of 10,000 strings, and transformers of chats with them", () => {
  const strings = stringsOf(FOLDER, 20);

  test.each(CASES)('%s makes of them too', name => {
    expect(differences(FOLDER, name, strings)).toEqual([]);
  });

  test('are of every kind', () => {
    const all = strings.join('');
    for (const pattern of [/\p{Emoji_Presentation}/u, /\p{Script=Han}/u, /\p{Cc}/u, /\p{M}/u, /<\|im_end\|>/])
      expect(all).toMatch(pattern);
    expect(new Set(strings).size).toBeGreaterThan(9500);
  });
});

test('an id that stands for no token is left out, as in Python', () => {
  const { decode, encode } = openEncoding(
    read('gpt2', 'tokenizer.json'),
    read('gpt2', 'tokenizer_config.json'),
  );
  expect(decode([...encode('a'), 50_000, ...encode('b')], false)).toBe('ab');
  expect(decode([50_000], false)).toBe('');
});

test('what cannot be done as Python does it is refused by name', () => {
  const json = read('gpt2', 'tokenizer.json');
  const added_tokens = [{ id: 0, content: 'word', single_word: true }];
  expect(() => openEncoding({ ...json, added_tokens }, {})).toThrow(
    'tokenizer.json: added_tokens with single_word are not supported; got "word"',
  );
});
