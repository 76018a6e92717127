// A model of the bench: the learner and the sampler as the trainer uses them.

import { Decoder, Learner, type Objective, type Sample, Sampler, type TokenRow } from '@trapo/models';
import type { Device } from '@trapo/tensor';
import type { Material } from '../../engine/material.ts';
import type { Check } from '../protocol.ts';

export class Model {
  private readonly material: Material;
  private readonly rows: readonly TokenRow[];
  private readonly learner: Learner;
  private readonly sampler: Sampler;
  private readonly crossEntropy: Objective;

  constructor(device: Device, material: Material) {
    this.material = material;
    const { model, training, decoding } = material.settings;
    this.rows = material.rows.map(tokens => ({ tokens, start: 1 }));
    const decoder = new Decoder(device, model, material.weights);
    this.learner = new Learner(decoder);
    this.sampler = new Sampler(decoder, { maxRows: Math.max(1, ...(decoding?.rows ?? [])) });
    const derivatives = {
      logProb: new Float64Array(training.tokens).fill(-1 / (training.rows * training.tokens)),
      entropy: new Float64Array(training.tokens),
    };
    this.crossEntropy = indices => indices.map(() => derivatives);
  }

  /** Mean cross-entropy over all rows, in nats. */
  async loss(): Promise<number> {
    const stats = await this.learner.score(this.rows);
    const { rows, tokens } = this.material.settings.training;
    const sum = stats.reduce((total, { logProb }) => total + logProb.reduce((a, b) => a + b, 0), 0);
    return -sum / (rows * tokens);
  }

  /** One training step over all rows. */
  async step(): Promise<void> {
    await this.learner.accumulate(this.rows, this.crossEntropy);
    await this.learner.step(this.material.settings.optimizer);
  }

  /** Completions of the first `rows` prompts, all of full length. Temperature 0 takes the most likely token. */
  rollout(rows: number, temperature: number): Promise<Sample[]> {
    const requests = this.material.prompts.slice(0, rows).map((tokens, seed) => ({ tokens, seed }));
    const maxNewTokens = this.material.settings.decoding!.newTokens;
    return this.sampler.sample(requests, { maxNewTokens, temperature, stop: new Set() });
  }

  /** Losses around a few updates, then greedy completions of the updated model. */
  async check(): Promise<Check> {
    const { check, decoding } = this.material.settings;
    const begin = performance.now();
    const losses = [await this.loss()];
    for (let update = 0; update < check.updates; update++) await this.step();
    losses.push(await this.loss());
    const seconds = (performance.now() - begin) / 1000;
    const completions = decoding ? await this.rollout(check.greedyRows, 0) : [];
    return { losses, greedy: decoding ? completions.map(({ tokens }) => [...tokens]) : null, seconds };
  }
}
