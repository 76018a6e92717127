// Answers as OpenAI's API gives them: whole, or as chunks of a stream; with vLLM's token ids where they are asked for.

import { randomUUID } from 'node:crypto';
import type { Sample } from '@trapo/models';
import type { RolloutPolicy } from '@trapo/trainer';
import type { Ask } from './ask.ts';
import { completionText } from './completionText.ts';

type Json = Readonly<Record<string, unknown>>;
type Tokens = Pick<Sample, 'tokens' | 'logProb'>;

/** How one of the two endpoints writes its answers. */
export interface Format {
  /** A whole answer. */
  whole(policy: RolloutPolicy, ask: Ask, samples: readonly Sample[]): Json;
  /** A chunk with new text of one choice. */
  chunk(
    policy: RolloutPolicy,
    ask: Ask,
    index: number,
    piece: Tokens & { readonly text: string; readonly first: boolean; readonly finish: string | null },
  ): Json;
  /** The chunk that ends a stream with the counts. */
  counts(ask: Ask, completionTokens: number): Json;
}

/** What all answers to one question share. */
interface Heading {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

const heading = (model: string, prefix: string): Heading => ({
  id: `${prefix}-${randomUUID()}`,
  created: Math.floor(Date.now() / 1000),
  model,
});

/** `/v1/completions`. */
export function completionFormat(model: string): Format {
  const shared = { ...heading(model, 'cmpl'), object: 'text_completion' };
  const logprobs = ({ tokenizer }: RolloutPolicy, { tokens, logProb }: Tokens) => ({
    tokens: Array.from(tokens, id => tokenizer.decode([id])),
    token_logprobs: [...logProb],
    // only what was drawn is known
    top_logprobs: null,
    text_offset: [],
  });
  return {
    whole: (policy, ask, samples) => ({
      ...shared,
      choices: samples.map((sample, index) => ({
        index,
        text: completionText(policy.tokenizer, sample.tokens, ask.requests[index]!),
        finish_reason: sample.finish,
        logprobs: ask.logprobs ? logprobs(policy, sample) : null,
        ...(ask.tokenIds && {
          token_ids: [...sample.tokens],
          prompt_token_ids: [...ask.requests[index]!.tokens],
        }),
      })),
      usage: usage(ask, totalOf(samples)),
    }),
    chunk: (policy, ask, index, piece) => ({
      ...shared,
      choices: [
        {
          index,
          text: piece.text,
          finish_reason: piece.finish,
          logprobs: ask.logprobs ? logprobs(policy, piece) : null,
          ...(ask.tokenIds && { token_ids: [...piece.tokens] }),
        },
      ],
    }),
    counts: (ask, completionTokens) => ({ ...shared, choices: [], usage: usage(ask, completionTokens) }),
  };
}

/** `/v1/chat/completions`. */
export function chatFormat(model: string): Format {
  const shared = heading(model, 'chatcmpl');
  const logprobs = ({ tokenizer }: RolloutPolicy, { tokens, logProb }: Tokens) => ({
    content: Array.from(tokens, (id, i) => {
      const token = tokenizer.decode([id]);
      return { token, logprob: logProb[i]!, bytes: [...Buffer.from(token)], top_logprobs: [] };
    }),
    refusal: null,
  });
  const object = 'chat.completion.chunk';
  return {
    whole: (policy, ask, samples) => ({
      ...shared,
      object: 'chat.completion',
      choices: samples.map((sample, index) => ({
        index,
        message: {
          role: 'assistant',
          content: completionText(policy.tokenizer, sample.tokens, ask.requests[index]!),
          refusal: null,
        },
        finish_reason: sample.finish,
        logprobs: ask.logprobs ? logprobs(policy, sample) : null,
        ...(ask.tokenIds && { token_ids: [...sample.tokens] }),
      })),
      usage: usage(ask, totalOf(samples)),
      ...(ask.tokenIds && { prompt_token_ids: [...ask.prompts[0]!] }),
    }),
    chunk: (policy, ask, index, piece) => ({
      ...shared,
      object,
      choices: [
        {
          index,
          delta: { ...(piece.first && { role: 'assistant' }), content: piece.text },
          finish_reason: piece.finish,
          logprobs: ask.logprobs ? logprobs(policy, piece) : null,
          ...(ask.tokenIds && { token_ids: [...piece.tokens] }),
        },
      ],
    }),
    counts: (ask, completionTokens) => ({
      ...shared,
      object,
      choices: [],
      usage: usage(ask, completionTokens),
    }),
  };
}

const totalOf = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { tokens }) => sum + tokens.length, 0);

function usage({ prompts }: Ask, completion: number): Json {
  const prompt = prompts.reduce((sum, { length }) => sum + length, 0);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
