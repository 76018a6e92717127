/** Whether flat [tokens, vocabulary] arrays fit the tokens, said before a loop reads beyond them. */
import type { Numbers } from '../tokens.ts';

/** @throws when logits aren't `vocabulary` numbers for each of `tokens` tokens. */
export function checkLogits(name: string, logits: Numbers, tokens: number, vocabulary: number): void {
  if (!(Number.isInteger(vocabulary) && vocabulary > 0 && logits.length === tokens * vocabulary)) {
    throw new Error(
      `${name} holds vocabulary numbers for each token, flat [tokens, vocabulary], e.g. 6 for 2 tokens of a ` +
        `vocabulary of 3; received ${logits.length} for ${tokens} tokens of a vocabulary of ${vocabulary}.`,
    );
  }
}

/** @throws when an array that is given hasn't one entry per token. */
export function checkCount(name: string, values: Numbers | undefined, tokens: number): void {
  if (values && values.length !== tokens) {
    throw new Error(`${name} needs one entry per token: ${tokens}; received ${values.length}.`);
  }
}
