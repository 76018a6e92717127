// From a problem's text to tokens.

import type { Tokenizer } from '@trapo/models';
import { expertAnswer } from '@trapo/prefix-select';
import type { Problem, Prompt } from '../data/index.ts';
import type { ChatTokenizer } from '../policy.ts';

/**
 * The prompt's tokens: of text, with the beginning of sequence where the model has one; of messages, as the chat template
 * writes them, special tokens included.
 *
 * @throws Error on messages where the tokenizer has no template
 */
export function encodePrompt(tokenizer: ChatTokenizer, prompt: Prompt): Int32Array {
  if (typeof prompt !== 'string') return tokenizer.encode(rendered(tokenizer, prompt));
  const tokens = tokenizer.encode(prompt);
  return tokenizer.bos === null ? tokens : Int32Array.of(tokenizer.bos, ...tokens);
}

/** Every expert answer's tokens, each with its end of sequence. */
export function encodeExperts(tokenizer: Tokenizer, { experts }: Problem): Int32Array[] {
  return experts.map(expert => expertAnswer(tokenizer.encode(expert), tokenizer.eos));
}

function rendered({ renderChat }: ChatTokenizer, messages: Exclude<Prompt, string>): string {
  if (renderChat) return renderChat(messages);
  throw new Error(
    'the prompt is a list of messages, and the tokenizer has no chat template to write them with; give the tokenizer ' +
      '{ renderChat: messages => text }, or rows whose "prompt" is text; ' +
      `received ${JSON.stringify(messages).slice(0, 100)}`,
  );
}
