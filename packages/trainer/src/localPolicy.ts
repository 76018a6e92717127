// A policy on this machine: a decoder of @trapo/models with its sampler and learner.

import { join } from 'node:path';
import {
  type Decoder,
  Learner,
  type LearnerOptions,
  type Objective,
  type OnSample,
  type RowStats,
  readSafetensors,
  type Sample,
  type SampleOptions,
  type SampleRequest,
  Sampler,
  type SamplerOptions,
  saveModel,
  type TokenRow,
  type UpdateSettings,
} from '@trapo/models';
import { loadOptimizer, saveOptimizer } from './checkpoint/optimizer.ts';
import { Companions } from './companions.ts';
import type { ChatTokenizer, Policy, ValueFunction } from './policy.ts';

const OPTIMIZER = 'optimizer.safetensors';

export class LocalPolicy implements Policy {
  readonly decoder: Decoder;
  readonly tokenizer: ChatTokenizer;
  private readonly sampler: Sampler;
  private readonly learner: Learner;
  private readonly companions: Companions;

  constructor(decoder: Decoder, tokenizer: ChatTokenizer, options: LearnerOptions & SamplerOptions = {}) {
    if (tokenizer.vocabSize > decoder.config.vocab_size) {
      throw new RangeError(
        `the tokenizer has ${tokenizer.vocabSize} ids and the model ${decoder.config.vocab_size}: give the model at least as many`,
      );
    }
    this.decoder = decoder;
    this.tokenizer = tokenizer;
    this.sampler = new Sampler(decoder, { tokenizer, ...options });
    this.learner = new Learner(decoder, options);
    this.companions = new Companions(decoder, options);
  }

  get maxTokens(): number {
    return this.decoder.config.max_position_embeddings;
  }

  generate(
    requests: readonly SampleRequest[],
    options: SampleOptions,
    onSample?: OnSample,
  ): Promise<Sample[]> {
    return this.sampler.sample(requests, options, onSample);
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

  reference(): Promise<Pick<Policy, 'score'>> {
    return this.companions.reference();
  }

  critic(): Promise<ValueFunction> {
    return this.companions.critic();
  }

  resetOptimizer(): void {
    this.learner.reset();
    this.companions.dispose();
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
    await saveOptimizer(join(folder, OPTIMIZER), await this.learner.state());
    await this.companions.save(folder);
  }

  async loadState(folder: string): Promise<void> {
    const state = await loadOptimizer(join(folder, OPTIMIZER));
    await this.load(folder);
    this.learner.restore(state);
    await this.companions.load(folder);
  }

  /** Frees caches, moments, plans and companions; the decoder stays. */
  dispose(): void {
    this.sampler.dispose();
    this.learner.dispose();
    this.companions.dispose();
  }
}
