import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTokenizer } from '../tokenizer.ts';
import { authorsPrompt } from './authorsPrompt.ts';
import { chatml } from './chatml.ts';
import { type ChatMessage, chatTemplate } from './chatTemplate.ts';

const FOLDER = join(import.meta.dirname, '../../testing-data/tokenizers');
const read = (...path: string[]) => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'));

/** A chat as transformers rendered it, or why its template refused. */
interface Rendered {
  readonly case: string;
  readonly messages: readonly ChatMessage[];
  readonly add_generation_prompt: boolean;
  readonly text?: string;
  readonly error?: string;
}

describe('a chat template', () => {
  const chats: readonly Rendered[] = read('chats.json');

  test.each(chats.map((chat, i) => [chat.case, i, chat] as const))(
    '%s renders chat %i as transformers does',
    (name, _, { messages, add_generation_prompt, text, error, case: _name, ...variables }) => {
      const template = chatTemplate({ config: read(name, 'tokenizer_config.json') });
      const render = () => template(messages, { addGenerationPrompt: add_generation_prompt, variables });
      if (error === undefined) expect(render()).toBe(text);
      else expect(render).toThrow(`chat template: ${error}`);
    },
  );

  test('begins an answer unless told not to, and leaves messages as they are', () => {
    const messages = Object.freeze([Object.freeze({ role: 'user', content: 'a' })]);
    const config = {
      chat_template: '{% for m in messages %}{{ m.content }}{% endfor %}{{ add_generation_prompt }}',
    };
    expect(chatTemplate({ config })(messages)).toBe('atrue');
    expect(chatTemplate({ config })(messages, { addGenerationPrompt: false })).toBe('afalse');
  });

  test('is taken by its name from a list', () => {
    const chat_template = [
      { name: 'default', template: 'plain' },
      { name: 'tool_use', template: 'tools' },
    ];
    expect(chatTemplate({ config: { chat_template } })([])).toBe('plain');
    expect(chatTemplate({ config: { chat_template } }, 'tool_use')([])).toBe('tools');
    expect(() => chatTemplate({ config: { chat_template } }, 'rag')).toThrow(
      'chat template: this tokenizer has none called "rag"; it has default, tool_use.',
    );
  });

  test('that is missing or no Jinja is an error that says so', () => {
    expect(() => chatTemplate({ config: {} })).toThrow(
      'has none called "default"; it has none. A template is',
    );
    expect(() => chatTemplate({ config: { chat_template: '{% if %}' } })).toThrow(
      'chat template: is not Jinja that can be read',
    );
  });
});

test("the authors' prompt in ChatML is what a template of ChatML renders, and one token for each special token", () => {
  const files = { json: read('gpt2', 'tokenizer.json'), config: read('gpt2', 'tokenizer_config.json') };
  const text = chatml(authorsPrompt('What is 1 + 1?'));
  expect(text).toBe(
    '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' +
      '<|im_start|>user\nWhat is 1 + 1?\nPlease reason step by step, and put your final answer within \\boxed{}.<|im_end|>\n' +
      '<|im_start|>assistant\n',
  );
  expect(chatTemplate(files)(authorsPrompt('What is 1 + 1?'))).toBe(text);
  const { encode, ends, decode } = loadTokenizer(files);
  const ids = encode(text);
  expect(ids.filter(id => ends.has(id)).length).toBe(2);
  expect(decode(ids)).toBe(text);
});
