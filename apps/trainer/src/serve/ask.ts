// From a question's fields to what the policy is asked.

import { hash, type SampleOptions, type SampleRequest } from '@trapo/models';
import { encodePrompt, plainText, type RolloutPolicy } from '@trapo/trainer';
import { HttpError } from '../http/httpError.ts';
import type { ChatQuestion, CompletionQuestion } from './question.ts';

/** The choices of an answer, and how they are told. */
export interface Ask {
  /** One for each choice: `n` for the first prompt, then for the next. */
  readonly requests: readonly (SampleRequest & SampleOptions)[];
  readonly prompts: readonly Int32Array[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly logprobs: boolean;
  readonly tokenIds: boolean;
}

/** OpenAI's default for completions. */
const COMPLETION_TOKENS = 16;

/** @throws HttpError 400 when a prompt leaves no place for an answer, or has characters the model doesn't know */
export function completionAsk(policy: RolloutPolicy, question: CompletionQuestion): Ask {
  const { prompt, logprobs, max_tokens } = question;
  const all: (string | number[])[] =
    typeof prompt === 'string'
      ? [prompt]
      : typeof prompt[0] === 'number'
        ? [prompt as number[]]
        : (prompt as string[] | number[][]);
  const prompts = all.map(one => (typeof one === 'string' ? encoded(policy, one) : checkedIds(policy, one)));
  return asked(policy, question, prompts, max_tokens ?? COMPLETION_TOKENS, typeof logprobs === 'number');
}

/**
 * Messages by the model's chat template; without one, what they say with blank lines between, as such policies were trained.
 * @throws HttpError 400 as `completionAsk`
 */
export function chatAsk(policy: RolloutPolicy, question: ChatQuestion): Ask {
  const { messages, logprobs, max_tokens, max_completion_tokens } = question;
  const said = messages.map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : content.map(({ text }) => text).join(''),
  }));
  const prompt = policy.tokenizer.renderChat ? said : plainText(said);
  const longest = max_completion_tokens ?? max_tokens ?? policy.maxTokens;
  return asked(policy, question, [encoded(policy, prompt)], longest, logprobs === true);
}

function asked(
  { tokenizer, maxTokens }: RolloutPolicy,
  question: CompletionQuestion | ChatQuestion,
  prompts: readonly Int32Array[],
  longest: number,
  logprobs: boolean,
): Ask {
  const { n, temperature, top_p, top_k, min_p, seed, stop, stop_token_ids, ignore_eos } = question;
  for (const { length } of prompts) {
    if (length < maxTokens) continue;
    throw new HttpError(
      400,
      `the prompt has ${length} tokens, and the model at most ${maxTokens}, answer included`,
    );
  }
  const first = seed ?? Math.floor(Math.random() * 2 ** 31);
  const options: SampleOptions = {
    maxNewTokens: longest,
    temperature: temperature ?? 1,
    stop: new Set([...(ignore_eos ? [] : [tokenizer.eos]), ...(stop_token_ids ?? [])]),
    topP: top_p ?? 1,
    topK: Math.max(0, top_k ?? 0),
    minP: min_p ?? 0,
    stopStrings: typeof stop === 'string' ? [stop] : (stop ?? []),
  };
  const choices = Array.from({ length: n ?? 1 }, (_, i) => (i === 0 ? first : hash(first, i, 0)));
  return {
    // a prompt beside others gets the answer that it gets alone
    requests: prompts.flatMap(tokens => choices.map(choice => ({ ...options, tokens, seed: choice }))),
    prompts,
    stream: question.stream === true,
    includeUsage: question.stream_options?.include_usage === true,
    logprobs,
    tokenIds: question.return_token_ids === true,
  };
}

function encoded({ tokenizer }: RolloutPolicy, prompt: Parameters<typeof encodePrompt>[1]): Int32Array {
  try {
    const tokens = encodePrompt(tokenizer, prompt);
    if (tokens.length > 0) return tokens;
  } catch (error) {
    throw new HttpError(400, (error as Error).message);
  }
  throw new HttpError(400, 'the prompt is empty: it needs a token at least');
}

function checkedIds({ tokenizer: { vocabSize } }: RolloutPolicy, ids: readonly number[]): Int32Array {
  const wrong = ids.find(id => id >= vocabSize);
  if (wrong === undefined) return Int32Array.from(ids);
  throw new HttpError(400, `token ids are below ${vocabSize}; received ${wrong}`);
}
