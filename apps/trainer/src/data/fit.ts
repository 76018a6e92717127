// Whether rows fit the model: found out before training, with the row's name, not in the middle of it.

import type { Tokenizer } from '@trapo/models';
import { encodePrompt, type Problem } from '@trapo/trainer';

interface Lengths {
  /** Longest sequence of the model, in tokens. */
  readonly maxTokens: number;
  readonly responseLength: number;
}

/**
 * Counts expert answers that are cut off at `responseLength`.
 * @throws Error naming the problem whose prompt, with its expert answer, is longer than the model's sequences
 */
export function checkFit(
  where: string,
  problems: readonly Problem[],
  tokenizer: Tokenizer,
  { maxTokens, responseLength }: Lengths,
): { readonly cutExperts: number } {
  let cutExperts = 0;
  for (const { id, prompt, experts } of problems) {
    const lengths = experts.map(expert => tokenizer.encode(expert).length + 1);
    cutExperts += lengths.filter(length => length > responseLength).length;
    const longest = Math.min(Math.max(1, ...lengths), responseLength);
    const needed = encodePrompt(tokenizer, prompt).length + longest;
    if (needed > maxTokens) {
      throw new Error(
        `${where}: problem ${id} needs ${needed} tokens with its answer, and the model has ${maxTokens}; make ` +
          'model.max_position_embeddings larger, training.responseLength smaller, or leave the problem out',
      );
    }
  }
  return { cutExperts };
}
