// How a model's authors sample from it: generation_config.json.

import type { Tokenizer } from '../tokenizer.ts';
import type { SampleOptions } from './options.ts';

/** What each field is called here, and where it does nothing. */
const FIELDS = {
  temperature: 'temperature',
  top_k: 'topK',
  top_p: 'topP',
  min_p: 'minP',
  max_new_tokens: 'maxNewTokens',
} as const;

/** Fields that would change what is sampled and that this sampler has no part for, with the value at which they do not. */
const NEUTRAL: Readonly<Record<string, unknown>> = {
  repetition_penalty: 1,
  no_repeat_ngram_size: 0,
  encoder_repetition_penalty: 1,
  typical_p: 1,
  epsilon_cutoff: 0,
  eta_cutoff: 0,
  num_beams: 1,
  num_beam_groups: 1,
  min_length: 0,
  min_new_tokens: null,
  top_h: null,
  penalty_alpha: null,
  guidance_scale: null,
  sequence_bias: null,
  bad_words_ids: null,
  suppress_tokens: null,
  begin_suppress_tokens: null,
  forced_bos_token_id: null,
  forced_eos_token_id: null,
};

export interface GenerationOptions {
  /** What the file says of our options, and all ends. */
  readonly options: Partial<SampleOptions> & Pick<SampleOptions, 'temperature' | 'stop'>;
  /** Fields of the file that the sampler cannot honour, as `repetition_penalty: 1.05`: who uses the options says so. */
  readonly unsupported: readonly string[];
}

/**
 * The options of a model's generation_config.json, as transformers takes them: without `do_sample` the most likely token;
 * with it, 50 for a top_k that is not there. Throws RangeError naming a field that is no number.
 */
export function generationOptions({
  generation = {},
  ends,
}: Pick<Tokenizer, 'generation' | 'ends'>): GenerationOptions {
  const sampled = generation.do_sample === true;
  const options: Record<string, number> = sampled ? { temperature: 1, topK: 50 } : {};
  for (const [field, name] of Object.entries(FIELDS)) {
    const value = generation[field] ?? undefined;
    if (value === undefined || (!sampled && name !== 'maxNewTokens')) continue;
    if (typeof value !== 'number') {
      throw new RangeError(
        `generation_config.json: ${field} is a number, for example 1; received ${JSON.stringify(value)}`,
      );
    }
    options[name] = value;
  }
  return {
    options: { temperature: 0, ...options, stop: ends },
    unsupported: Object.entries(NEUTRAL)
      .filter(([field, neutral]) => ![neutral, null, undefined].includes(generation[field]))
      .map(([field]) => `${field}: ${JSON.stringify(generation[field])}`),
  };
}
