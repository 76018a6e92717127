// What may be asked of the server: OpenAI's completions and chat completions, and vLLM's fields for exact rollouts.
// https://platform.openai.com/docs/api-reference/completions and /chat

import { z } from 'zod';

type Wish<T> = T | null | undefined;

/** What both endpoints take. */
interface Question {
  readonly model: string;
  readonly n?: Wish<number>;
  readonly temperature?: Wish<number>;
  readonly top_p?: Wish<number>;
  readonly seed?: Wish<number>;
  readonly stop?: Wish<string | string[]>;
  readonly stream?: Wish<boolean>;
  readonly stream_options?: Wish<{ readonly include_usage?: boolean | undefined }>;
  readonly max_tokens?: Wish<number>;
  readonly top_k?: Wish<number>;
  readonly min_p?: Wish<number>;
  readonly stop_token_ids?: Wish<number[]>;
  readonly ignore_eos?: Wish<boolean>;
  readonly return_token_ids?: Wish<boolean>;
}

export interface CompletionQuestion extends Question {
  /** Texts, or token ids; one or several. */
  readonly prompt: string | number[] | string[] | number[][];
  readonly logprobs?: Wish<number>;
}

export interface ChatQuestion extends Question {
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | readonly { readonly text: string }[];
  }[];
  readonly max_completion_tokens?: Wish<number>;
  readonly logprobs?: Wish<boolean>;
}

const text = z.string();
const ids = z.array(z.int().nonnegative()).min(1);
const stop = z.union([text.min(1), z.array(text.min(1)).max(16)]).nullish();

const common = {
  model: text,
  n: z.int().min(1).max(128).nullish(),
  temperature: z.number().min(0).max(100).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop,
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
  /** Who asks: it changes nothing. */
  user: text.nullish(),
  // vLLM's
  top_k: z.int().min(-1).nullish(),
  min_p: z.number().min(0).lt(1).nullish(),
  repetition_penalty: z.literal(1).nullish(),
  stop_token_ids: z.array(z.int().nonnegative()).nullish(),
  ignore_eos: z.boolean().nullish(),
  return_token_ids: z.boolean().nullish(),
  // of these only what changes nothing
  frequency_penalty: z.literal(0).nullish(),
  presence_penalty: z.literal(0).nullish(),
  logit_bias: z.strictObject({}).nullish(),
} as const;

/** The body of `POST /v1/completions`. */
export const completionQuestion: z.ZodType<CompletionQuestion> = z.strictObject({
  ...common,
  prompt: z.union([text, ids, z.array(text).min(1).max(128), z.array(ids).min(1).max(128)]),
  max_tokens: z.int().min(0).nullish(),
  /** Of the tokens that were drawn: there are no others to compare with. */
  logprobs: z.int().min(0).max(1).nullish(),
  echo: z.literal(false).nullish(),
  best_of: z.literal(1).nullish(),
});

const part = z.strictObject({ type: z.literal('text'), text });
const message = z.strictObject({
  role: text,
  content: z.union([text, z.array(part)]),
  name: text.optional(),
});

/** The body of `POST /v1/chat/completions`. */
export const chatQuestion: z.ZodType<ChatQuestion> = z.strictObject({
  ...common,
  messages: z.array(message).min(1),
  max_tokens: z.int().min(0).nullish(),
  max_completion_tokens: z.int().min(0).nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.literal(0).nullish(),
  response_format: z.strictObject({ type: z.literal('text') }).nullish(),
  store: z.literal(false).nullish(),
});
