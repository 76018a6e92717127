// What Python's tokenizers made of strings (tools/parity/tokenizers_parity.py), beside what this package makes of them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chatTemplate } from '../chat/chatTemplate.ts';
import { openEncoding } from '../tokenizers/encoding.ts';
import { digest, digestText, drawString } from './strings.ts';

/** Strings of each case. */
const COUNT = 10_000;
export const CASES = ['gpt2', 'smollm2', 'qwen', 'llama3', 'mistral'] as const;

/** The strings that a seed draws from a folder's pieces. */
export function stringsOf(folder: string, seed: number): readonly string[] {
  const pieces = JSON.parse(readFileSync(join(folder, 'pieces.json'), 'utf8'));
  return Array.from({ length: COUNT }, (_, i) => drawString(pieces, seed, i));
}

/** In words, each result that differs from Python's: ids, the text of ids, that of ids backwards, a chat. */
export function differences(folder: string, name: string, strings: readonly string[]): string[] {
  const read = (file: string) => JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
  const config = read('tokenizer_config.json');
  const { encode, decode } = openEncoding(read('tokenizer.json'), config);
  const chat = chatTemplate({ config });
  const expected = new Uint16Array(Uint8Array.from(readFileSync(join(folder, name, 'expected.u16'))).buffer);
  if (expected.length !== 4 * strings.length) return [`${name}/expected.u16 has ${expected.length} results`];
  return strings.flatMap((text, i) => {
    const ids = encode(text);
    const messages = [
      { role: 'user', content: text },
      { role: 'assistant', content: strings[(i + 1) % strings.length]! },
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
}
