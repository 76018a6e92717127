import { characterTokenizer, loadTokenizer } from '@trapo/models';
import { expect, test } from 'vitest';
import type { ChatTokenizer } from '../policy.ts';
import { encodePrompt } from './encode.ts';

const plain = loadTokenizer(characterTokenizer(['user:7=\n']));
const chat: ChatTokenizer = {
  ...plain,
  renderChat: messages => `<bos>${messages.map(({ role, content }) => `${role}:${content}\n`).join('')}`,
};
const messages = [{ role: 'user', content: '7=' }];

test('text begins with the beginning of sequence; messages are as the template writes them', () => {
  expect(plain.decode(encodePrompt(chat, '7='))).toBe('<bos>7=');
  expect(plain.decode(encodePrompt(chat, messages))).toBe('<bos>user:7=\n');
});

test('messages need a template', () => {
  expect(() => encodePrompt(plain, messages)).toThrow('the tokenizer has no chat template');
  expect(() => encodePrompt(plain, messages)).toThrow('received [{"role":"user","content":"7="}]');
});
