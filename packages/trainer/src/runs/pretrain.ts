// Making a base model: next-token cross-entropy on plain examples, the mean over completion tokens.

import type { UpdateSettings } from '@trapo/models';
import type { Example } from '../data/index.ts';
import type { StepMetrics } from '../metrics.ts';
import type { Policy } from '../policy.ts';
import { encodePrompt } from '../rollouts/encode.ts';
import { learningRate, type Schedule } from './schedule.ts';

export interface PretrainOptions {
  readonly policy: Policy;
  /** Enough for all steps; taken in order. */
  readonly examples: Iterator<Example>;
  readonly steps: number;
  readonly examplesPerStep: number;
  readonly schedule: Schedule;
  readonly update: Omit<UpdateSettings, 'learningRate'>;
}

/**
 * Trains on examples; yields each step's loss (nats per token) once its update is done.
 * @throws Error when the examples run out
 */
export async function* pretrain(
  options: PretrainOptions,
): AsyncGenerator<StepMetrics & { readonly step: number }, void> {
  const { policy, examples, steps, examplesPerStep, schedule, update } = options;
  const { tokenizer } = policy;
  policy.resetOptimizer();
  for (let step = 0; step < steps; step++) {
    const rows = Array.from({ length: examplesPerStep }, () => {
      const next = examples.next();
      if (next.done) {
        throw new Error(
          `pretraining ran out of examples at step ${step + 1} of ${steps}: give at least ${steps * examplesPerStep}, or fewer steps`,
        );
      }
      const prompt = encodePrompt(tokenizer, next.value.prompt);
      const tokens = Int32Array.of(...prompt, ...tokenizer.encode(next.value.completion), tokenizer.eos);
      return { tokens, start: prompt.length };
    });
    const count = rows.reduce((sum, { tokens, start }) => sum + tokens.length - start, 0);
    let loss = 0;
    await policy.accumulate(rows, (_, stats) =>
      stats.map(({ logProb }) => {
        for (const value of logProb) loss -= value / count;
        return {
          logProb: new Float64Array(logProb.length).fill(-1 / count),
          entropy: new Float64Array(logProb.length),
        };
      }),
    );
    const rate = learningRate(schedule, step, steps);
    const { gradientNorm } = await policy.update({ ...update, learningRate: rate });
    yield { step: step + 1, loss, tokens: count, gradientNorm, learningRate: rate };
  }
}
