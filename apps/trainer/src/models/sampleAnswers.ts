// Answers of a policy to prompts.

import { hash } from '@trapo/models';
import { encodePrompt, type RolloutPolicy } from '@trapo/trainer';

export interface SampleSettings {
  readonly count: number;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed: number;
}

/** One answer. */
export interface Answer {
  readonly prompt: string;
  readonly sample: number;
  readonly text: string;
  /** Sampled, the end of sequence included. */
  readonly tokens: number;
  /** Of all tokens together, in nats. */
  readonly logProb: number;
  readonly finish: 'stop' | 'length';
}

/**
 * `count` answers to each prompt, prompt by prompt; the same for the same seed.
 * @throws Error on a character that the model doesn't know
 */
export async function sampleAnswers(
  policy: RolloutPolicy,
  prompts: readonly string[],
  { count, temperature, maxTokens, seed }: SampleSettings,
): Promise<Answer[]> {
  const { tokenizer } = policy;
  const asked = prompts.flatMap((prompt, index) => {
    const tokens = encodePrompt(
      tokenizer,
      tokenizer.renderChat ? [{ role: 'user', content: prompt }] : prompt,
    );
    return Array.from({ length: count }, (_, sample) => ({
      prompt,
      sample,
      tokens,
      seed: hash(seed, index, sample),
    }));
  });
  const samples = await policy.generate(
    asked.map(({ tokens, seed }) => ({ tokens, seed })),
    {
      maxNewTokens: maxTokens,
      temperature,
      stop: new Set([tokenizer.eos]),
    },
  );
  return samples.map(({ tokens, logProb, finish }, i) => ({
    prompt: asked[i]!.prompt,
    sample: asked[i]!.sample,
    text: tokenizer.decode(tokens, { skipSpecial: true }),
    tokens: tokens.length,
    logProb: logProb.reduce((sum, value) => sum + value, 0),
    finish,
  }));
}
