// A policy whose model is elsewhere: rollouts from any server of OpenAI's completions protocol. It can't be trained.

import type { Sample, SampleOptions, SampleRequest } from '@trapo/models';
import pMap from 'p-map';
import type { ChatTokenizer, RolloutPolicy } from '../../policy.ts';
import { sampleOf } from './completion.ts';
import { bodyOf, type Dialect } from './dialect.ts';
import { probe } from './probe.ts';
import { type Failure, RolloutError } from './rolloutError.ts';
import { askOf, type ServerOptions } from './server.ts';

export interface OpenAiPolicyOptions extends ServerOptions {
  /** The served model's. */
  readonly tokenizer: ChatTokenizer;
  /** Longest sequence that the server takes, prompt and response together, in tokens. */
  readonly maxTokens: number;
  /** Requests under way at one time; 32 unless told. */
  readonly concurrency?: number;
}

export interface OpenAiPolicy extends RolloutPolicy {
  /** What the server was found to take. */
  readonly dialect: Dialect;
  /** Whether it gave the same tokens for the same seed when tried. */
  readonly repeatable: boolean;
}

/**
 * Connects to a server and finds out by two or three small completions how it is to be asked. Prompts go as token ids where it
 * takes them. Every answer is checked: as many log-probs as tokens, none above 0, the text that of the tokens, an end where
 * one was asked for.
 *
 * Log-probs are the server's, at temperature 1 of the whole distribution only if it does not scale or cut them first (vLLM
 * does neither unless started with another `--logprobs-mode`).
 *
 * @throws ServerError where it can't be reached or refuses; CompletionError where its answers can't be true
 */
export async function openAiPolicy(options: OpenAiPolicyOptions): Promise<OpenAiPolicy> {
  const { tokenizer, maxTokens, concurrency = 32 } = options;
  const ask = askOf(options);
  const { dialect, repeatable } = await probe(ask, tokenizer);

  async function complete(request: SampleRequest, sampling: SampleOptions): Promise<Sample> {
    const { tokens: prompt, seed: _, ...own } = request;
    const options = { ...sampling, ...own };
    const maxNewTokens = Math.min(options.maxNewTokens, maxTokens - prompt.length);
    const asked = { ...options, maxNewTokens };
    const answer = await ask(bodyOf(dialect, request, asked, tokenizer));
    return sampleOf(answer, { ...asked, prompt, tokenIds: dialect.extensions }, tokenizer);
  }

  return {
    tokenizer,
    maxTokens,
    dialect,
    repeatable,
    /** @throws RolloutError with each request that failed, and the samples of the others */
    async generate(requests, sampling, onSample) {
      requests.forEach(({ tokens }, i) => {
        if (tokens.length >= 1 && tokens.length < maxTokens) return;
        throw new RangeError(`request ${i}: a prompt has 1 to ${maxTokens - 1} tokens; got ${tokens.length}`);
      });
      const failures: Failure[] = [];
      const samples = await pMap(
        requests,
        async (request, i) => {
          if (failures.length > 0) return undefined; // all are needed: what fails once ends the asking
          const sample = await complete(request, sampling).catch((cause: Error) => {
            failures.push({ request: i, cause });
            return undefined;
          });
          if (sample) onSample?.(i, sample);
          return sample;
        },
        { concurrency },
      );
      if (failures.length > 0) throw new RolloutError(failures, samples);
      return samples as Sample[];
    },
  };
}
