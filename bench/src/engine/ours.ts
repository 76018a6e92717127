// Our side: the learner and the sampler as the trainer uses them.

import { Decoder, Learner, type Objective, type Sample, Sampler } from '@trapo/models';
import { type Device, openDevice } from '@trapo/tensor';
import type { Material } from './material.ts';
import type { EngineSettings } from './settings.ts';

export class Ours {
  readonly device: Device;
  private readonly settings: EngineSettings;
  private readonly material: Material;
  private readonly learner: Learner;
  private readonly sampler: Sampler;
  private readonly crossEntropy: Objective;

  private constructor(device: Device, settings: EngineSettings, material: Material) {
    this.device = device;
    this.settings = settings;
    this.material = material;
    const decoder = new Decoder(device, settings.model, material.weights);
    this.learner = new Learner(decoder);
    this.sampler = new Sampler(decoder, { maxRows: Math.max(...settings.decoding.rows) });
    const { rows, tokens } = settings.training;
    const derivatives = {
      logProb: new Float64Array(tokens).fill(-1 / (rows * tokens)),
      entropy: new Float64Array(tokens),
    };
    this.crossEntropy = indices => indices.map(() => derivatives);
  }

  static async open(threads: number, settings: EngineSettings, material: Material): Promise<Ours> {
    return new Ours(await openDevice({ threads }), settings, material);
  }

  /** Mean cross-entropy over all rows, in nats. */
  async loss(): Promise<number> {
    const stats = await this.learner.score(this.material.rows);
    const { rows, tokens } = this.settings.training;
    const sum = stats.reduce((total, { logProb }) => total + logProb.reduce((a, b) => a + b, 0), 0);
    return -sum / (rows * tokens);
  }

  /** One training step over all rows. */
  async step(): Promise<void> {
    await this.learner.accumulate(this.material.rows, this.crossEntropy);
    await this.learner.step(this.settings.optimizer);
  }

  /** Completions of the first `rows` prompts, all of full length. */
  rollout(rows: number, temperature: number): Promise<Sample[]> {
    const { promptTokens, newTokens } = this.settings.decoding;
    const requests = this.material.rows
      .slice(0, rows)
      .map(({ tokens }, seed) => ({ tokens: tokens.subarray(0, promptTokens), seed }));
    return this.sampler.sample(requests, { maxNewTokens: newTokens, temperature, stop: new Set() });
  }

  close(): Promise<void> {
    return this.device.close();
  }
}
