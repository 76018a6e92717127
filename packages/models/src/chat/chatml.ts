// ChatML, the format of Qwen and many others, for tokenizers that have its two tokens and no template.

import type { ChatTemplate } from './chatTemplate.ts';

/** Each message between `<|im_start|>role` and `<|im_end|>`. */
export const chatml: ChatTemplate = (messages, { addGenerationPrompt = true } = {}) =>
  messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('') +
  (addGenerationPrompt ? '<|im_start|>assistant\n' : '');
