// A policy on this machine: a decoder of @trapo/models with its sampler and learner.

import { join } from 'node:path';
import {
  type Decoder,
  Learner,
  type LearnerOptions,
  type Objective,
  type RowStats,
  readSafetensors,
  type Sample,
  type SampleOptions,
  type SampleRequest,
  Sampler,
  type SamplerOptions,
  saveModel,
  type Tokenizer,
  type TokenRow,
  type UpdateSettings,
} from '@trapo/models';
import { loadOptimizer, saveOptimizer } from './checkpoint/optimizer.ts';
import type { Policy } from './policy.ts';

export class LocalPolicy implements Policy {
  readonly decoder: Decoder;
  readonly tokenizer: Tokenizer;
  private readonly sampler: Sampler;
  private readonly learner: Learner;

  constructor(decoder: Decoder, tokenizer: Tokenizer, options: LearnerOptions & SamplerOptions = {}) {
    if (tokenizer.vocabSize > decoder.config.vocab_size) {
      throw new RangeError(
        `the tokenizer has ${tokenizer.vocabSize} ids and the model ${decoder.config.vocab_size}: give the model at least as many`,
      );
    }
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.sampler = new Sampler(decoder, { tokenizer, ...options });
    this.learner = new Learner(decoder, options);
  }

  get maxTokens(): number {
    return this.decoder.config.max_position_embeddings;
  }

  generate(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[]> {
    return this.sampler.sample(requests, options);
  }

  score(rows: readonly TokenRow[]): Promise<RowStats[]> {
    return this.learner.score(rows);
  }

  accumulate(rows: readonly TokenRow[], objective: Objective): Promise<void> {
    return this.learner.accumulate(rows, objective);
  }

  update(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }> {
    return this.learner.step(settings);
  }

  resetOptimizer(): void {
    this.learner.reset();
  }

  save(folder: string): Promise<void> {
    return saveModel(folder, this.decoder, this.tokenizer);
  }

  async load(folder: string): Promise<void> {
    const stored = await readSafetensors(join(folder, 'model.safetensors'));
    this.decoder.load(new Map([...stored].map(([name, { data }]) => [name, data])));
  }

  async saveState(folder: string): Promise<void> {
    await this.save(folder);
    await saveOptimizer(folder, await this.learner.state());
  }

  async loadState(folder: string): Promise<void> {
    const state = await loadOptimizer(folder);
    await this.load(folder);
    this.learner.restore(state);
  }

  /** Frees caches, moments and plans; the decoder stays. */
  dispose(): void {
    this.sampler.dispose();
    this.learner.dispose();
  }
}
