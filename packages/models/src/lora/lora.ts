// Low-rank adaptation (Hu et al. 2021): the model's weights stay, and beside chosen linear layers a product of two narrow
// matrices is trained, W + scale B A.

import { accumulate, matmul, mul, type Variable } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { linearLayers } from '../decoder/parameters.ts';
import type { Adaptation, Adapter } from '../decoder/projection.ts';
import { uniform } from '../random.ts';
import { checkLora, type LoraOptions, scaleOf, targeted } from './options.ts';

export class Lora implements Adaptation {
  readonly options: LoraOptions;
  /** The model with the adapter: sample from it, train it. It shares the weights of the one it was made from. */
  readonly decoder: Decoder;
  /** By PEFT's names, in the order of the forward pass: A [rank, in] and B [out, rank] of each layer. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly adapters: ReadonlyMap<string, Adapter>;
  private readonly scale: Variable;
  private merged = false;

  /**
   * A fresh adapter, which changes nothing yet: A uniform within 1 / sqrt(in), B zero, as PEFT begins.
   * @throws RangeError when the options cannot be
   */
  constructor(base: Decoder, options: LoraOptions, seed: number) {
    checkLora(options);
    this.options = options;
    const { device, config } = base;
    const layers = targeted(linearLayers(config), options.targets);
    const [variables, adapters] = [new Map<string, Variable>(), new Map<string, Adapter>()];
    this.scale = device.variable([1], Float32Array.of(scaleOf(options)));
    for (const at of layers) {
      const [out, features] = base.variables.get(`${at}.weight`)!.shape as [number, number];
      const [stream, bound] = [variables.size, 1 / Math.sqrt(features)];
      const begin = (_: unknown, i: number) => bound * (2 * uniform(seed, stream, i) - 1);
      const size = options.rank * features;
      const down = device.variable([options.rank, features], Float32Array.from({ length: size }, begin));
      const up = device.variable([out, options.rank]);
      adapters.set(at, { down, up, scale: this.scale });
      variables.set(`base_model.model.${at}.lora_A.weight`, down);
      variables.set(`base_model.model.${at}.lora_B.weight`, up);
    }
    this.variables = variables;
    this.adapters = adapters;
    this.decoder = base.adapted(this);
  }

  /** The adapter is part of the weights: other tools, and decoders without it, see it there. */
  get isMerged(): boolean {
    return this.merged;
  }

  /** Adds scale B A to each weight. Plans compiled before stay right; training has to wait for `unmerge`. */
  async merge(): Promise<void> {
    if (this.merged) throw new Error('lora: the adapter is merged already');
    await this.addToWeights(1);
    this.merged = true;
    this.scale.write(Float32Array.of(0));
  }

  /** Takes it out again; weights are then what they were but for float32's rounding of the two sums. */
  async unmerge(): Promise<void> {
    if (!this.merged) throw new Error('lora: the adapter is not merged');
    await this.addToWeights(-1);
    this.merged = false;
    this.scale.write(Float32Array.of(scaleOf(this.options)));
  }

  /** Frees the adapter; the model stays, and what is merged stays merged. */
  dispose(): void {
    for (const variable of [...this.variables.values(), this.scale]) variable.dispose();
  }

  private async addToWeights(sign: number): Promise<void> {
    const { device, variables } = this.decoder;
    const factor = sign * scaleOf(this.options);
    // a layer at a time: one product of a weight's size is in memory
    for (const [at, { down, up }] of this.adapters) {
      const change = accumulate(variables.get(`${at}.weight`)!, mul(matmul(up, down), factor));
      const { plans, release } = device.compile({ effects: [change] });
      await plans[0].run();
      release();
    }
  }
}
