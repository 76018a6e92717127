// A model's chat template, as Hugging Face's tools write it: chat_template.jinja, or in tokenizer_config.json.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import type { Tokenizer } from '@trapo/models';
import type { Message } from '@trapo/trainer';

/** Renders messages up to where the answer begins. */
type RenderChat = (messages: readonly Message[]) => string;

/** The template of a model's folder; undefined when it has none, as models trained here from nothing have none. */
export async function readChatTemplate(
  folder: string,
  { config }: Tokenizer,
): Promise<RenderChat | undefined> {
  const file = join(folder, 'chat_template.jinja');
  const source = existsSync(file) ? await readFile(file, 'utf8') : config.chat_template;
  if (typeof source !== 'string') return undefined;
  const template = new Template(source);
  const special = Object.fromEntries(
    ['bos_token', 'eos_token', 'pad_token', 'unk_token'].map(name => [name, textOf(config[name])]),
  );
  return messages => template.render({ ...special, messages: [...messages], add_generation_prompt: true });
}

/** Special tokens are text, or text with properties. */
function textOf(token: unknown): string {
  if (typeof token === 'string') return token;
  const content = (token as { content?: unknown } | null | undefined)?.content;
  return typeof content === 'string' ? content : '';
}
