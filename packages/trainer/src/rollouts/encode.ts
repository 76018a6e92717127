// From a problem's text to tokens.

import type { Tokenizer } from '@trapo/models';
import { expertAnswer } from '@trapo/prefix-select';
import type { Problem } from '../data/index.ts';

/** The prompt's tokens, with the beginning of sequence where the model has one. */
export function encodePrompt(tokenizer: Tokenizer, prompt: string): Int32Array {
  const tokens = tokenizer.encode(prompt);
  return tokenizer.bos === null ? tokens : Int32Array.of(tokenizer.bos, ...tokens);
}

/** Every expert answer's tokens, each with its end of sequence. */
export function encodeExperts(tokenizer: Tokenizer, { experts }: Problem): Int32Array[] {
  return experts.map(expert => expertAnswer(tokenizer.encode(expert), tokenizer.eos));
}
