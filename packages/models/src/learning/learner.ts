// Scoring and training: token statistics forward, cotangents from the caller's loss backward, AdamW.

import {
  accumulate,
  adamw,
  adamwSettings,
  type Device,
  input,
  type PlanGroup,
  type Recording,
  sumOfSquares,
  type Variable,
} from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { checkPass, checkState } from './memory.ts';
import { recordPass, recordRecomputingPass } from './pass.ts';
import { type MicroBatch, microBatches, modelInputs, type TokenRow } from './rows.ts';

/** Per scored token of one row, float64. */
export interface RowStats {
  readonly logProb: Float64Array;
  /** Nats. */
  readonly entropy: Float64Array;
}

/** What a loss gives back for one row: its derivatives, one per scored token. */
export interface RowGradients {
  readonly logProb: Float64Array;
  readonly entropy: Float64Array;
}

/** The loss of some rows of a window: statistics in, derivatives out, in the order of `indices`. */
export type Objective = (indices: readonly number[], stats: readonly RowStats[]) => readonly RowGradients[];

export interface UpdateSettings {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  /** Gradients are scaled down to this global norm. Default: not clipped. */
  readonly clipNorm?: number;
}

/** A gradient that is not finite; the weights were left as they were. */
export class NonFiniteGradientError extends Error {
  override readonly name: string = 'NonFiniteGradientError';
}

/** What AdamW remembers between updates; with the weights, all that training goes on from. */
export interface OptimizerState {
  /** Updates since the last `reset`. */
  readonly steps: number;
  /** `<parameter>.exp_avg` and `<parameter>.exp_avg_sq`, as PyTorch names them. */
  readonly moments: ReadonlyMap<string, Float32Array>;
}

export interface LearnerOptions {
  /** Padded tokens of a micro-batch. Default 1024. */
  readonly tokensPerBatch?: number;
  /**
   * Keep of each block only its input, and compute the rest anew for the gradient: less memory, about a third more work.
   * Default: false.
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
  readonly recompute: boolean;
  private readonly parameters: readonly Variable[];
  private readonly gradients: readonly Variable[];
  private readonly moments: readonly { readonly m: Variable; readonly v: Variable }[];
  private readonly plans = new Map<string, Pair>();
  private readonly norm: PlanGroup<readonly [Recording]>;
  private readonly update: PlanGroup<readonly [Recording]>;
  private steps = 0;

  /** @throws OutOfMemoryError with the figures and what to change, before memory is taken that training would not fit */
  constructor(
    decoder: Decoder,
    { tokensPerBatch = 1024, recompute = false, longestRow }: LearnerOptions = {},
  ) {
    this.decoder = decoder;
    this.device = decoder.device;
    this.tokensPerBatch = tokensPerBatch;
    this.recompute = recompute;
    checkState(this.device, decoder.trainable);
    this.parameters = [...decoder.trainable.values()];
    const zeros = () => this.parameters.map(({ shape }) => this.device.variable(shape));
    this.gradients = zeros();
    const [m, v] = [zeros(), zeros()];
    this.moments = m.map((first, i) => ({ m: first, v: v[i]! }));
    this.norm = this.device.compile({
      outputs: Object.fromEntries(
        this.gradients.map((gradient, i) => [`square${i}`, sumOfSquares(gradient)]),
      ),
    });
    const settings = input([8]);
    this.update = this.device.compile({
      inputs: { settings },
      effects: this.parameters.map((parameter, i) =>
        adamw(parameter, this.gradients[i]!, this.moments[i]!.m, this.moments[i]!.v, settings),
      ),
    });
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
  async step(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }> {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01, clipNorm } = settings;
    const squares = await this.norm.plans[0].run();
    const gradientNorm = Math.sqrt(Object.values(squares).reduce((sum, square) => sum + square[0]!, 0));
    if (!Number.isFinite(gradientNorm)) {
      for (const gradient of this.gradients) gradient.write(new Float32Array(gradient.size));
      throw new NonFiniteGradientError(
        `step ${this.steps + 1}: the gradient's norm is ${gradientNorm}; the weights were not changed`,
      );
    }
    const gradientScale = clipNorm && gradientNorm > clipNorm ? clipNorm / (gradientNorm + 1e-6) : 1;
    this.steps++;
    await this.update.plans[0].run({
      settings: adamwSettings({
        learningRate: settings.learningRate,
        beta1,
        beta2,
        epsilon,
        weightDecay,
        step: this.steps,
        gradientScale,
      }),
    });
    return { gradientNorm };
  }

  /** The accumulated gradient by parameter name, for tests and diagnosis. */
  async accumulated(): Promise<Map<string, Float32Array>> {
    const names = [...this.decoder.trainable.keys()];
    const copies = new Map<string, Float32Array>();
    for (const [i, name] of names.entries())
      copies.set(name, (await this.gradients[i]!.read()) as Float32Array);
    return copies;
  }

  /** Forgets the moments and the accumulated gradient, as if newly made. */
  reset(): void {
    this.steps = 0;
    for (const variable of [...this.gradients, ...this.moments.flatMap(({ m, v }) => [m, v])]) {
      variable.write(new Float32Array(variable.size));
    }
  }

  /** A copy of the moments and the count of updates. Accumulated gradients are not in it: take it between updates. */
  async state(): Promise<OptimizerState> {
    const moments = new Map<string, Float32Array>();
    for (const [name, variable] of this.momentsByName()) {
      moments.set(name, (await variable.read()) as Float32Array);
    }
    return { steps: this.steps, moments };
  }

  /** Goes on from `state`, to the bit. Throws Error naming a moment that is missing or of another size. */
  restore({ steps, moments }: OptimizerState): void {
    const variables = this.momentsByName();
    for (const [name, { size }] of variables) {
      const found = moments.get(name)?.length;
      if (found === size) continue;
      throw new Error(
        `optimizer state: ${name} has ${size} numbers; ${found === undefined ? 'it is missing' : `got ${found}`}`,
      );
    }
    this.reset();
    for (const [name, variable] of variables) variable.write(moments.get(name)!);
    this.steps = steps;
  }

  /** Frees moments, gradients and plans; the decoder stays. */
  dispose(): void {
    for (const plan of [...this.plans.values(), this.norm, this.update]) plan.release();
    for (const variable of [...this.gradients, ...this.moments.flatMap(({ m, v }) => [m, v])])
      variable.dispose();
  }

  private momentsByName(): Map<string, Variable> {
    const names = [...this.decoder.trainable.keys()];
    return new Map(
      this.moments.flatMap(({ m, v }, i): [string, Variable][] => [
        [`${names[i]}.exp_avg`, m],
        [`${names[i]}.exp_avg_sq`, v],
      ]),
    );
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
  private planFor({ batch, time }: MicroBatch): Pair {
    const key = `${batch}x${time}`;
    let pair = this.plans.get(key);
    if (!pair) {
      const [ids, targets, positions] = [
        input([batch, time], 'i32'),
        input([batch, time], 'i32'),
        input([batch, time], 'i32'),
      ];
      const record = this.recompute ? recordRecomputingPass : recordPass;
      const { stats, cotangents, gradients } = record(this.decoder, { ids, positions }, targets);
      const sums = new Map(this.parameters.map((parameter, i) => [parameter, this.gradients[i]!]));
      const forward = {
        inputs: { ids, targets, positions },
        outputs: { logProb: stats.logProb, entropy: stats.entropy },
      };
      const backward = {
        inputs: cotangents,
        effects: gradients.map(([parameter, gradient]) => accumulate(sums.get(parameter)!, gradient)),
      };
      checkPass(this.device, [forward, backward], { batch, time }, this);
      pair = this.device.compile(forward, backward);
      this.plans.set(key, pair);
    }
    return pair;
  }
}

function rowStats(
  { tokens, start }: TokenRow,
  results: Readonly<Record<string, ArrayLike<number>>>,
  at: number,
): RowStats {
  const cut = (values: ArrayLike<number>) =>
    Float64Array.from({ length: tokens.length - start }, (_, i) => values[at + start - 1 + i]!);
  return { logProb: cut(results.logProb!), entropy: cut(results.entropy!) };
}
