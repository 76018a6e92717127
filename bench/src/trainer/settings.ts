// What `bench trainer` runs: trainer.json, the sizes and numbers of the miniature.

import { readFileSync } from 'node:fs';
import type { DecoderConfig, UpdateSettings } from '@trapo/models';

export interface Settings {
  /** A little training on plain examples, so that rollouts end and some are right. */
  readonly base: {
    readonly steps: number;
    readonly examplesPerStep: number;
    readonly learningRate: number;
    readonly warmup: number;
  };
  readonly model: Omit<DecoderConfig, 'vocab_size'>;
  readonly problemsPerStep: number;
  readonly responseLength: number;
  readonly lossLength: number;
  readonly alpha: number;
  readonly entropyCoefficient: number;
  /** Rows of a micro-batch where a side does not choose for itself. */
  readonly rowsPerBatch: number;
  readonly update: Required<
    Pick<UpdateSettings, 'learningRate' | 'beta1' | 'beta2' | 'weightDecay' | 'clipNorm'>
  >;
  readonly check: { readonly steps: number; readonly tolerance: number };
  readonly memory: { readonly steps: number; readonly every: number };
}

export const readSettings = (): Settings =>
  JSON.parse(readFileSync(new URL('../../trainer.json', import.meta.url), 'utf8'));
