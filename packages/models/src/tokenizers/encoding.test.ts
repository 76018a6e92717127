import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chatTemplate } from '../chat/chatTemplate.ts';
import { digest, digestText, drawString, type Pieces } from '../testing/strings.ts';
import { openEncoding } from './encoding.ts';

const FOLDER = join(import.meta.dirname, '../../testing-data/tokenizers');
const COUNT = 10_000;
const SEED = 20;
const read = (...path: string[]) => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'));
const pieces: Pieces = read('pieces.json');

describe("what Python's tokenizers makes of 10,000 strings (tools/parity/tokenizers_parity.py)", () => {
  const strings = Array.from({ length: COUNT }, (_, i) => drawString(pieces, SEED, i));

  test.each(['gpt2', 'smollm2', 'qwen', 'llama3', 'mistral'])('%s makes of them too', name => {
    const { encode, decode } = openEncoding(
      read(name, 'tokenizer.json'),
      read(name, 'tokenizer_config.json'),
    );
    const expected = new Uint16Array(
      Uint8Array.from(readFileSync(join(FOLDER, name, 'expected.u16'))).buffer,
    );
    const chat = chatTemplate({ config: read(name, 'tokenizer_config.json') });
    expect(expected.length).toBe(4 * COUNT);
    const wrong = strings.flatMap((text, i) => {
      const ids = encode(text);
      const messages = [
        { role: 'user', content: text },
        { role: 'assistant', content: strings[(i + 1) % COUNT]! },
      ];
      const found = [
        ['ids', digest(ids)],
        ['their text', digestText(decode(ids, false))],
        ['their text backwards', digestText(decode(ids.toReversed(), true))],
        ['the chat', digestText(chat(messages, { addGenerationPrompt: false }))],
      ] as const;
      return found
        .filter(([, value], k) => value !== expected[4 * i + k])
        .map(([what]) => `${what} of string ${i}, ${JSON.stringify(text)}`);
    });
    expect(wrong).toEqual([]);
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
