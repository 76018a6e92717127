// Chats as a model has learnt to read them: its own template, in Jinja, rendered as Hugging Face's transformers does.

import { Template } from '@huggingface/jinja';
import type { TokenizerFiles } from '../tokenizer.ts';
import { textOf } from '../tokenizers/specialTokens.ts';
import { STRIP_FUNCTIONS, stripAsPython } from './strip.ts';

export interface ChatMessage {
  /** `system`, `user` or `assistant`, or what else the template knows. */
  readonly role: string;
  readonly content: string;
}

export interface ChatOptions {
  /** Ends with the beginning of an answer. Default true: the text is a prompt. */
  readonly addGenerationPrompt?: boolean;
  /** What else the template asks for, under its own names: `tools`, `enable_thinking`. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * Messages as text. Special tokens are spelled out in it; `encode` of the tokenizer reads them, and adds no others.
 * Throws Error with the template's own words when it refuses the messages.
 */
export type ChatTemplate = (messages: readonly ChatMessage[], options?: ChatOptions) => string;

/**
 * The chat template of a tokenizer, from the `chat_template` of its config: a text, or a list of `{ name, template }`, of
 * which `name` is taken.
 *
 * @throws Error when there is none, none of that name, or it is no Jinja
 */
export function chatTemplate({ config }: Pick<TokenizerFiles, 'config'>, name = 'default'): ChatTemplate {
  const template = parse(sourceOf(config.chat_template, name));
  const special = Object.fromEntries(
    Object.keys(config)
      .filter(key => key.endsWith('_token') && textOf(config, key) !== undefined)
      .map(key => [key, textOf(config, key)]),
  );
  return (messages, { addGenerationPrompt = true, variables = {} } = {}) => {
    try {
      return template.render({
        ...STRIP_FUNCTIONS,
        ...special,
        ...variables,
        messages: structuredClone(messages),
        add_generation_prompt: addGenerationPrompt,
      });
    } catch (cause) {
      throw new Error(`chat template: ${(cause as Error).message}`, { cause });
    }
  };
}

function parse(source: string): Template {
  try {
    const template = new Template(source);
    stripAsPython(template);
    return template;
  } catch (cause) {
    throw new Error(`chat template: is not Jinja that can be read: ${(cause as Error).message}`, { cause });
  }
}

function sourceOf(value: unknown, name: string): string {
  if (typeof value === 'string' && name === 'default') return value;
  const templates = Array.isArray(value) ? (value as { name?: unknown; template?: unknown }[]) : [];
  const found = templates.find(each => each?.name === name)?.template;
  if (typeof found === 'string') return found;
  const there = typeof value === 'string' ? ['default'] : templates.map(each => each?.name);
  throw new Error(
    `chat template: this tokenizer has none called ${JSON.stringify(name)}; it has ${there.join(', ') || 'none'}. ` +
      'A template is the chat_template of tokenizer_config.json, or the file chat_template.jinja',
  );
}
