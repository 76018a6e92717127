// A decoder on a device: its config, its parameters, its rope tables.

import {
  attention,
  type Device,
  type Heads,
  linear,
  linearTokenStats,
  rmsNorm,
  type Tensor,
  type TokenStats,
  type Variable,
} from '@trapo/tensor';
import { writeConfig } from '../families/index.ts';
import { checkConfig, type DecoderConfig, headSize } from './config.ts';
import { type Attend, block, type ForwardInputs, residualStream } from './forward.ts';
import {
  arrange,
  checkWeights,
  type DecoderParameters,
  headName,
  initialWeights,
  placeWeights,
} from './parameters.ts';
import type { Adaptation } from './projection.ts';
import { ropeTables } from './rope.ts';

export class Decoder {
  readonly device: Device;
  readonly config: DecoderConfig;
  /** By checkpoint name, in the order of the forward pass. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Adapters beside its linear layers, if it has them. */
  readonly adaptation: Adaptation | undefined;
  private readonly parameters: DecoderParameters;
  private readonly tables: RopeVariables;

  /**
   * @param weights by checkpoint name; all zeros where they are left out, to be filled by name
   * @param adapted what `adapted` makes one of
   * @throws Error or RangeError when config and weights do not fit
   */
  constructor(
    device: Device,
    config: DecoderConfig,
    weights?: ReadonlyMap<string, Float32Array>,
    adapted?: { readonly base: Decoder; readonly adaptation: Adaptation },
  ) {
    this.device = device;
    this.config = checkConfig(config);
    // a decoder that cannot be saved is refused before it is trained
    writeConfig(config);
    this.variables = adapted?.base.variables ?? placeWeights(device, config, weights);
    this.tables = adapted?.base.tables ?? placeTables(device, config);
    this.adaptation = adapted?.adaptation;
    this.parameters = arrange(config, this.variables, this.adaptation?.adapters);
  }

  /** A decoder with freshly drawn weights. */
  static random(device: Device, config: DecoderConfig, seed: number): Decoder {
    return new Decoder(device, config, initialWeights(checkConfig(config), seed));
  }

  /** This decoder with adapters beside its linear layers. Weights are shared, not copied. */
  adapted(adaptation: Adaptation): Decoder {
    return new Decoder(this.device, this.config, undefined, { base: this, adaptation });
  }

  /** What training changes, by name: the adapters where there are any, else all parameters. */
  get trainable(): ReadonlyMap<string, Variable> {
    return this.adaptation?.variables ?? this.variables;
  }

  /** Name of the output head: the embedding's where it is tied. */
  get headName(): string {
    return headName(this.config);
  }

  get heads(): Heads {
    return { heads: this.config.num_attention_heads, kvHeads: this.config.num_key_value_heads };
  }

  /** Features of a head. */
  get headSize(): number {
    return headSize(this.config);
  }

  /** Number of parameters. */
  get size(): number {
    return [...this.variables.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Records the forward pass: logits [b, t, vocabulary]. Attends over whole sequences unless told otherwise. */
  logits(inputs: ForwardInputs, attend?: Attend): Tensor {
    return linear(this.normed(this.stream(inputs, attend).at(-1)!), this.parameters.head);
  }

  /** Records the forward pass with another head [n, hidden_size] in the place of the vocabulary's: [b, t, n]. */
  project(inputs: ForwardInputs, head: Tensor): Tensor {
    return linear(this.normed(this.stream(inputs).at(-1)!), head);
  }

  /** Records the forward pass up to the head, and the statistics of `targets` i32 [b, t]; logits are never held whole. */
  stats(inputs: ForwardInputs, targets: Tensor): TokenStats {
    return this.statsOf(this.stream(inputs).at(-1)!, targets);
  }

  /** Records the residual stream, [b, t, hidden_size] each: the embedding, and what every block makes of it. */
  stream(inputs: ForwardInputs, attend: Attend = this.attend): readonly Tensor[] {
    return residualStream(this.config, this.parameters, this.tables, inputs, attend);
  }

  /** Records one block on a stream x [b, t, hidden_size], positions i32 [b, t], over whole sequences. */
  block(layer: number, x: Tensor, positions: Tensor): Tensor {
    return block(this.config, this.parameters.layers[layer]!, this.tables, x, positions, this.attend);
  }

  /** Records the statistics of `targets` i32 [b, t] from what the last block has made of the stream. */
  statsOf(x: Tensor, targets: Tensor): TokenStats {
    const frozenHead = !this.trainable.has(this.headName);
    return linearTokenStats(this.normed(x), this.parameters.head, targets, { frozenHead });
  }

  private readonly attend = (q: Tensor, k: Tensor, v: Tensor): Tensor => attention(q, k, v, this.heads);

  private normed(x: Tensor): Tensor {
    return rmsNorm(x, this.parameters.norm, this.config.rms_norm_eps);
  }

  /** A copy of all weights, by checkpoint name. */
  async weights(): Promise<Map<string, Float32Array>> {
    const copies = new Map<string, Float32Array>();
    for (const [name, variable] of this.variables) copies.set(name, (await variable.read()) as Float32Array);
    return copies;
  }

  /** Replaces all weights, in place. Throws Error naming what does not fit, before any is replaced. */
  load(weights: ReadonlyMap<string, Float32Array>): void {
    checkWeights(this.config, weights);
    for (const [name, variable] of this.variables) variable.write(weights.get(name)!);
  }

  /** Frees its memory on the device; with adapters, that is what it shares with the one it was made from. */
  dispose(): void {
    for (const variable of [...this.variables.values(), this.tables.cos, this.tables.sin]) variable.dispose();
  }
}

interface RopeVariables {
  readonly cos: Variable;
  readonly sin: Variable;
}

function placeTables(device: Device, config: DecoderConfig): RopeVariables {
  const { cos, sin } = ropeTables(config);
  const shape = [config.max_position_embeddings, headSize(config) / 2];
  return { cos: device.variable(shape, cos), sin: device.variable(shape, sin) };
}
