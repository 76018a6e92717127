// Scoring and training: token statistics forward, cotangents from the caller's loss backward, AdamW.

import { type Device, input, type PlanGroup, type Recording } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { checkPass, fits } from './memory.ts';
import { Optimizer, type OptimizerState, type UpdateSettings } from './optimizer.ts';
import { recordPass } from './pass.ts';
import {
  type MicroBatch,
  microBatches,
  modelInputs,
  type RowStats,
  rowStats,
  type TokenRow,
} from './rows.ts';

/** What a loss gives back for one row: its derivatives, one per scored token. */
export interface RowGradients {
  readonly logProb: Float64Array;
  readonly entropy: Float64Array;
}

/** The loss of some rows of a window: statistics in, derivatives out, in the order of `indices`. */
export type Objective = (indices: readonly number[], stats: readonly RowStats[]) => readonly RowGradients[];

export interface LearnerOptions {
  /** Padded tokens of a micro-batch. Default 1024. */
  readonly tokensPerBatch?: number;
  /**
   * Keep of each block only its input, and compute the rest anew for the gradient: less memory, about a third more work, the
   * same bits. Default: for micro-batches that would not fit otherwise.
   */
  readonly recompute?: boolean;
  /**
   * Tokens of the longest row to come. Its micro-batch is compiled at once, so that training that will not fit is refused
   * before it starts, and shorter ones use the same memory. Default: each length is compiled when it comes.
   */
  readonly longestRow?: number;
}

type Pair = PlanGroup<readonly [Recording, Recording]>;

export class Learner {
  private readonly decoder: Decoder;
  private readonly device: Device;
  readonly tokensPerBatch: number;
  readonly recompute: boolean | undefined;
  private readonly optimizer: Optimizer;
  private readonly plans = new Map<string, Pair>();

  /** @throws OutOfMemoryError with the figures and what to change, before memory is taken that training would not fit */
  constructor(decoder: Decoder, { tokensPerBatch = 1024, recompute, longestRow }: LearnerOptions = {}) {
    this.decoder = decoder;
    this.device = decoder.device;
    this.tokensPerBatch = tokensPerBatch;
    this.recompute = recompute;
    this.optimizer = new Optimizer(decoder.device, decoder.trainable);
    if (longestRow !== undefined) this.prepare(longestRow);
  }

  /** Log-probability and entropy of every scored token. Throws RangeError on rows that do not fit the model. */
  async score(rows: readonly TokenRow[]): Promise<RowStats[]> {
    const stats: RowStats[] = [];
    for (const batch of this.batches(rows)) {
      const [forward] = this.planFor(batch).plans;
      const results = await forward.run(modelInputs(rows, batch));
      batch.indices.forEach((index, b) => {
        stats[index] = rowStats(rows[index]!, results, b * batch.time);
      });
    }
    return stats;
  }

  /**
   * Adds the gradient of a loss over `rows`: each micro-batch goes forward, its statistics through `objective`, and the
   * derivatives backward. Nothing changes but the accumulated gradient; `step` applies it.
   * @throws Error while the decoder's adapter is merged
   */
  async accumulate(rows: readonly TokenRow[], objective: Objective): Promise<void> {
    if (this.decoder.adaptation?.isMerged) {
      throw new Error(
        'accumulate: the adapter is merged into the weights and adds nothing itself: unmerge() it',
      );
    }
    for (const batch of this.batches(rows)) {
      const [forward, backward] = this.planFor(batch).plans;
      const results = await forward.run(modelInputs(rows, batch));
      const stats = batch.indices.map((index, b) => rowStats(rows[index]!, results, b * batch.time));
      const derivatives = objective(batch.indices, stats);
      const dLogProb = new Float32Array(batch.batch * batch.time);
      const dEntropy = new Float32Array(batch.batch * batch.time);
      batch.indices.forEach((index, b) => {
        const at = b * batch.time + rows[index]!.start - 1;
        dLogProb.set(derivatives[b]!.logProb, at);
        dEntropy.set(derivatives[b]!.entropy, at);
      });
      await backward.run({ dLogProb, dEntropy });
    }
  }

  /**
   * Applies the accumulated gradient with AdamW and clears it; returns its norm before clipping.
   * @throws NonFiniteGradientError before any weight is touched
   */
  step(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }> {
    return this.optimizer.step(settings);
  }

  /** The accumulated gradient by parameter name, for tests and diagnosis. */
  accumulated(): Promise<Map<string, Float32Array>> {
    return this.optimizer.accumulated();
  }

  /** Forgets the moments and the accumulated gradient, as if newly made. */
  reset(): void {
    this.optimizer.reset();
  }

  /** A copy of the moments and the count of updates. Accumulated gradients are not in it: take it between updates. */
  state(): Promise<OptimizerState> {
    return this.optimizer.state();
  }

  /** Goes on from `state`, to the bit. Throws Error naming a moment that is missing or of another size. */
  restore(state: OptimizerState): void {
    this.optimizer.restore(state);
  }

  /** Frees moments, gradients and plans; the decoder stays. */
  dispose(): void {
    for (const plan of this.plans.values()) plan.release();
    this.optimizer.dispose();
  }

  private batches(rows: readonly TokenRow[]): MicroBatch[] {
    return microBatches(rows, this.tokensPerBatch, this.decoder.config.max_position_embeddings);
  }

  /** Compiles, and so checks, the micro-batches of the longest rows, all of one length: none is larger. */
  private prepare(longestRow: number): void {
    const rows = Math.max(1, Math.floor(this.tokensPerBatch / Math.max(1, longestRow - 1)));
    const row = { tokens: new Int32Array(longestRow), start: 1 };
    for (const batch of this.batches(Array(rows).fill(row))) {
      try {
        this.planFor(batch);
      } catch (error) {
        this.dispose();
        throw error;
      }
    }
  }

  /** Forward and backward for one shape of micro-batch, compiled at first use. */
  private planFor(shape: MicroBatch): Pair {
    const key = `${shape.batch}x${shape.time}`;
    let pair = this.plans.get(key);
    if (!pair) {
      let recordings = this.recordingsOf(shape, this.recompute ?? false);
      if (this.recompute === undefined && !fits(this.device, recordings)) {
        recordings = this.recordingsOf(shape, true);
      }
      checkPass(this.device, recordings, shape, this);
      pair = this.device.compile(...recordings);
      this.plans.set(key, pair);
    }
    return pair;
  }

  private recordingsOf({ batch, time }: MicroBatch, recompute: boolean): readonly [Recording, Recording] {
    const [ids, targets, positions] = [
      input([batch, time], 'i32'),
      input([batch, time], 'i32'),
      input([batch, time], 'i32'),
    ];
    const { stats, cotangents, gradients } = recordPass(this.decoder, { ids, positions }, targets, recompute);
    return [
      { inputs: { ids, targets, positions }, outputs: { logProb: stats.logProb, entropy: stats.entropy } },
      { inputs: { ...cotangents }, effects: this.optimizer.accumulate(gradients) },
    ];
  }
}
