// A critic: a decoder whose last hidden states go through one linear head, to the value of each position (PPO).

import { input, type PlanGroup, type Recording, reshape, type Variable, vjp } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { Optimizer, type OptimizerState, type UpdateSettings } from './optimizer.ts';
import { cutRow, type MicroBatch, microBatches, modelInputs, type TokenRow } from './rows.ts';

/** The loss of some rows of a window: values in, their derivatives out, in the order of `indices`. */
export type ValueObjective = (
  indices: readonly number[],
  values: readonly Float64Array[],
) => readonly Float64Array[];

/** The head's name among the critic's variables; [1, hidden_size]. */
export const VALUE_HEAD = 'value_head.weight';

type Pair = PlanGroup<readonly [Recording, Recording]>;

export class Critic {
  /** Its own, not the policy's: all of it is trained but the language head, which it does not use. */
  readonly decoder: Decoder;
  /** By checkpoint name, the value head last. */
  readonly variables: ReadonlyMap<string, Variable>;
  private readonly tokensPerBatch: number;
  private readonly head: Variable;
  private readonly optimizer: Optimizer;
  private readonly plans = new Map<string, Pair>();

  /**
   * A critic on top of `decoder`, which it owns. The head starts at zero, so that every first value is 0.
   * @param options tokensPerBatch: padded tokens of a micro-batch, 1024 unless told
   */
  constructor(decoder: Decoder, { tokensPerBatch = 1024 }: { readonly tokensPerBatch?: number } = {}) {
    this.decoder = decoder;
    this.tokensPerBatch = tokensPerBatch;
    this.head = decoder.device.variable([1, decoder.config.hidden_size]);
    const body = [...decoder.variables].filter(([name]) => name !== 'lm_head.weight');
    this.variables = new Map([...body, [VALUE_HEAD, this.head]]);
    this.optimizer = new Optimizer(decoder.device, this.variables);
  }

  /** The value before each scored token: what the critic expects of the row from there on. */
  async values(rows: readonly TokenRow[]): Promise<Float64Array[]> {
    const values: Float64Array[] = [];
    for (const batch of this.batches(rows)) {
      const results = await this.planFor(batch).plans[0].run(forwardInputs(rows, batch));
      batch.indices.forEach((index, b) => {
        values[index] = cutRow(rows[index]!, results.value!, b * batch.time);
      });
    }
    return values;
  }

  /** Adds the gradient of a loss over `rows`, micro-batch by micro-batch; `step` applies it. */
  async accumulate(rows: readonly TokenRow[], objective: ValueObjective): Promise<void> {
    for (const batch of this.batches(rows)) {
      const [forward, backward] = this.planFor(batch).plans;
      const { value } = await forward.run(forwardInputs(rows, batch));
      const derivatives = objective(
        batch.indices,
        batch.indices.map((index, b) => cutRow(rows[index]!, value!, b * batch.time)),
      );
      const dValue = new Float32Array(batch.batch * batch.time);
      batch.indices.forEach((index, b) => {
        dValue.set(derivatives[b]!, b * batch.time + rows[index]!.start - 1);
      });
      await backward.run({ dValue });
    }
  }

  /** Applies the accumulated gradient. Throws NonFiniteGradientError before any weight is touched. */
  step(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }> {
    return this.optimizer.step(settings);
  }

  /** A copy of the moments and the count of updates. */
  state(): Promise<OptimizerState> {
    return this.optimizer.state();
  }

  /** Goes on from `state`, to the bit. Throws Error naming a moment that does not fit. */
  restore(state: OptimizerState): void {
    this.optimizer.restore(state);
  }

  /** A copy of all weights but the language head's, by name. */
  async weights(): Promise<Map<string, Float32Array>> {
    const copies = new Map<string, Float32Array>();
    for (const [name, variable] of this.variables) copies.set(name, (await variable.read()) as Float32Array);
    return copies;
  }

  /** Replaces weights by name. Throws Error naming one that is missing or of another size, before any is replaced. */
  load(weights: ReadonlyMap<string, Float32Array>): void {
    for (const [name, { size }] of this.variables) {
      const found = weights.get(name)?.length;
      if (found === size) continue;
      throw new Error(
        `critic: ${name} has ${size} numbers; ${found === undefined ? 'it is missing' : `got ${found}`}`,
      );
    }
    for (const [name, variable] of this.variables) variable.write(weights.get(name)!);
  }

  /** Frees everything, its decoder included. */
  dispose(): void {
    for (const plan of this.plans.values()) plan.release();
    this.optimizer.dispose();
    this.head.dispose();
    this.decoder.dispose();
  }

  private batches(rows: readonly TokenRow[]): MicroBatch[] {
    return microBatches(rows, this.tokensPerBatch, this.decoder.config.max_position_embeddings);
  }

  private planFor({ batch, time }: MicroBatch): Pair {
    const key = `${batch}x${time}`;
    const known = this.plans.get(key);
    if (known) return known;
    const inputs = { ids: input([batch, time], 'i32'), positions: input([batch, time], 'i32') };
    const value = reshape(this.decoder.project(inputs, this.head), [batch, time]);
    const dValue = input([batch, time]);
    const { parameters } = this.optimizer;
    const gradients = vjp([value], [dValue], parameters).map(
      (gradient, i) => [parameters[i]!, gradient] as const,
    );
    const pair = this.decoder.device.compile(
      { inputs, outputs: { value } },
      { inputs: { dValue }, effects: this.optimizer.accumulate(gradients) },
    );
    this.plans.set(key, pair);
    return pair;
  }
}

function forwardInputs(
  rows: readonly TokenRow[],
  batch: MicroBatch,
): Record<'ids' | 'positions', Int32Array> {
  const { ids, positions } = modelInputs(rows, batch);
  return { ids, positions };
}
