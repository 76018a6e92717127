// Making a base model: next-token cross-entropy on plain examples, the mean over completion tokens.

import type { UpdateSettings } from '@trapo/models';
import type { Example } from '../data/index.ts';
import type { StepMetrics } from '../metrics.ts';
import type { Policy } from '../policy.ts';
import { encodePrompt } from '../rollouts/encode.ts';
import { learningRate, type Schedule } from './schedule.ts';

export interface PretrainOptions {
  readonly policy: Policy;
  /** Taken in order, and from the start again when used up. */
  readonly examples: readonly Example[];
  readonly steps: number;
  readonly examplesPerStep: number;
  readonly schedule: Schedule;
  readonly update: Omit<UpdateSettings, 'learningRate'>;
  /** Steps done already: the policy is as it was after them, its optimizer's state included. Default 0. */
  readonly from?: number;
}

/**
 * Trains on examples; yields each step's loss (nats per token) once its update is done.
 * @throws Error when there is no example
 */
export async function* pretrain(
  options: PretrainOptions,
): AsyncGenerator<{ readonly step: number; readonly metrics: StepMetrics }, void> {
  const { policy, examples, steps, examplesPerStep, schedule, update, from = 0 } = options;
  if (examples.length === 0) throw new Error('pretraining needs examples, and there are none');
  const { tokenizer } = policy;
  if (from === 0) policy.resetOptimizer();
  for (let step = from; step < steps; step++) {
    const rows = Array.from({ length: examplesPerStep }, (_, i) => {
      const example = examples[(step * examplesPerStep + i) % examples.length]!;
      const prompt = encodePrompt(tokenizer, example.prompt);
      const tokens = Int32Array.of(...prompt, ...tokenizer.encode(example.completion), tokenizer.eos);
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
    yield { step: step + 1, metrics: { loss, tokens: count, gradientNorm, learningRate: rate } };
  }
}
