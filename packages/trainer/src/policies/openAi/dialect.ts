// How a server is to be asked. Beside OpenAI's own fields there are vLLM's, which say exactly what is wanted.

import type { SampleOptions, SampleRequest, Tokenizer } from '@trapo/models';

export interface Dialect {
  /** Whether the prompt goes as token ids, and not as text. */
  readonly promptTokens: boolean;
  /** Whether the server takes vLLM's fields: stop tokens, token ids in the answer, no defaults of the model's own. */
  readonly extensions: boolean;
}

/** In the order in which they are tried: the first is exact, the last is what every server takes. */
export const dialects: readonly Dialect[] = [
  { promptTokens: true, extensions: true },
  { promptTokens: true, extensions: false },
  { promptTokens: false, extensions: false },
];

/** The body of a question. @throws RangeError where the dialect can't say it */
export function bodyOf(
  { promptTokens, extensions }: Dialect,
  { tokens, seed }: SampleRequest,
  { maxNewTokens, temperature, stop }: SampleOptions,
  tokenizer: Tokenizer,
): Readonly<Record<string, unknown>> {
  const plain = {
    prompt: promptTokens ? Array.from(tokens) : textOf(tokens, tokenizer),
    max_tokens: maxNewTokens,
    temperature,
    top_p: 1,
    seed,
    logprobs: 1, // 0 would do, but some servers take it for none
  };
  if (!extensions) {
    if (stop.size === 1 && stop.has(tokenizer.eos)) return plain;
    throw new RangeError(
      'this server takes no stop_token_ids, so that a completion can end at the end of sequence ' +
        `${tokenizer.eos} alone; received stop: ${[...stop].join(', ')}`,
    );
  }
  return {
    ...plain,
    // a model's generation_config would change these in silence
    top_k: -1,
    min_p: 0,
    repetition_penalty: 1,
    stop_token_ids: [...stop],
    ignore_eos: true,
    return_token_ids: true,
  };
}

/** The text that the server makes these tokens of; it adds the beginning of sequence itself. */
function textOf(tokens: Int32Array, tokenizer: Tokenizer): string {
  const own = tokens[0] === tokenizer.bos ? tokens.subarray(1) : tokens;
  const text = tokenizer.decode(own);
  const again = tokenizer.encode(text);
  if (again.length === own.length && again.every((id, i) => id === own[i])) return text;
  throw new RangeError(
    'this server takes prompts as text alone, and the text of this one has other tokens: ' +
      `${JSON.stringify(text.slice(-60))}; a server that takes token ids is needed, vLLM for example`,
  );
}
