// A real policy small enough for tests, and problems it can learn something from: echo the digit in a box.

import { characterTokenizer, Decoder, loadTokenizer } from '@trapo/models';
import { openDevice } from '@trapo/tensor';
import { boxedExact, type Verifier, withOptions } from '@trapo/verifiers';
import { type Problem, plainText } from '../data/index.ts';
import { LocalPolicy } from '../localPolicy.ts';

export const verifier: Verifier = withOptions(boxedExact, { open: '[', close: ']', atEnd: true }) as Verifier;

/** `7=` has the answer 7, and the expert writes it down on a line of its own first. */
export const problems: readonly Problem[] = Array.from({ length: 10 }, (_, digit) => ({
  id: String(digit),
  prompt: `${digit}=`,
  gold: String(digit),
  experts: [`${digit}\n[${digit}]`, `[${digit}]`],
  meta: {},
}));

/** A policy with fresh weights on a device of its own. */
export async function tinyPolicy(threads = 1): Promise<{ policy: LocalPolicy; close: () => Promise<void> }> {
  const device = await openDevice({ threads });
  const texts = problems.flatMap(({ prompt, experts }) => [plainText(prompt), ...experts]);
  const tokenizer = loadTokenizer(characterTokenizer(texts));
  const decoder = Decoder.random(
    device,
    {
      vocab_size: tokenizer.vocabSize,
      hidden_size: 16,
      intermediate_size: 32,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      max_position_embeddings: 32,
      rms_norm_eps: 1e-6,
      rope_theta: 10000,
      tie_word_embeddings: false,
      initializer_range: 0.1,
    },
    7,
  );
  return { policy: new LocalPolicy(decoder, tokenizer), close: () => device.close() };
}
