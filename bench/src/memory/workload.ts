// What runs while memory is watched, in Node and in a page alike: training steps, and rollouts step by step.

import type { Device } from '@trapo/tensor';
import type { DecoderConfig } from '../../../packages/models/src/decoder/config.ts';
import { Decoder } from '../../../packages/models/src/decoder/decoder.ts';
import { Learner } from '../../../packages/models/src/learning/learner.ts';
import { hash } from '../../../packages/models/src/random.ts';
import { Sampler } from '../../../packages/models/src/sampling/sampler.ts';

/** A model and the size of its work. */
export interface Work {
  readonly model: DecoderConfig;
  readonly training: { readonly rows: number; readonly tokens: number };
  readonly decoding: { readonly rows: number; readonly promptTokens: number; readonly newTokens: number };
}

export class Workload {
  private readonly work: Work;
  private readonly learner: Learner;
  private readonly sampler: Sampler;
  private drawn = 0;

  constructor(device: Device, work: Work) {
    this.work = work;
    const decoder = Decoder.random(device, work.model, 1);
    this.learner = new Learner(decoder);
    this.sampler = new Sampler(decoder, { maxRows: work.decoding.rows });
  }

  /** Training steps, on new tokens each. */
  async train(steps: number): Promise<void> {
    const { rows, tokens } = this.work.training;
    const derivatives = {
      logProb: new Float64Array(tokens).fill(-1 / (rows * tokens)),
      entropy: new Float64Array(tokens),
    };
    for (let step = 0; step < steps; step++) {
      const batch = Array.from({ length: rows }, () => ({ tokens: this.draw(tokens + 1), start: 1 }));
      await this.learner.accumulate(batch, indices => indices.map(() => derivatives));
      await this.learner.step({ learningRate: 1e-3 });
    }
  }

  /** Decode steps: whole rollouts of new prompts, until there are so many. Resolves to how many there were. */
  async decode(steps: number): Promise<number> {
    const { rows, promptTokens, newTokens } = this.work.decoding;
    let done = 0;
    for (; done < steps; done += newTokens) {
      const requests = Array.from({ length: rows }, () => ({
        tokens: this.draw(promptTokens),
        seed: this.drawn,
      }));
      await this.sampler.sample(requests, { maxNewTokens: newTokens, temperature: 1, stop: new Set() });
    }
    return done;
  }

  private draw(length: number): Int32Array {
    const { vocab_size } = this.work.model;
    return Int32Array.from({ length }, () => (hash(1, 2, this.drawn++) >>> 0) % vocab_size);
  }
}
