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
  { maxNewTokens, temperature, stop, topK = 0, topP = 1, minP = 0, stopStrings = [] }: SampleOptions,
  tokenizer: Tokenizer,
): Readonly<Record<string, unknown>> {
  const plain = {
    prompt: promptTokens ? Array.from(tokens) : textOf(tokens, tokenizer),
    max_tokens: maxNewTokens,
    temperature,
    top_p: topP,
    seed,
    logprobs: 1, // 0 would do, but some servers take it for none
  };
  if (extensions)
    return {
      ...plain,
      // said even where they do nothing: a model's generation_config would set them in silence
      top_k: topK === 0 ? -1 : topK,
      min_p: minP,
      repetition_penalty: 1,
      stop_token_ids: [...stop],
      ignore_eos: true,
      return_token_ids: true,
      ...(stopStrings.length > 0 && { stop: stopStrings }),
    };
  const unsaid = [
    ...(topK === 0 ? [] : ['topK']),
    ...(minP === 0 ? [] : ['minP']),
    ...(stopStrings.length === 0 ? [] : ['stopStrings']),
    ...(stop.size === tokenizer.ends.size && [...stop].every(id => tokenizer.ends.has(id))
      ? []
      : [`stop: ${[...stop].join(', ')}`]),
  ];
  if (unsaid.length === 0) return plain;
  throw new RangeError(
    `this server can't be told ${unsaid.join(', ')}; it draws from all tokens, or by topP, up to an end of sequence: ` +
      `${[...tokenizer.ends].join(', ')}. A server that takes vLLM's fields can`,
  );
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
