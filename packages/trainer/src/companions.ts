// What a local policy has beside itself in some methods, made when it is first asked for: a frozen reference, a critic.

import { join } from 'node:path';
import { Critic, Decoder, type LearnerOptions, Scorer } from '@trapo/models';
import { loadOptimizer, saveOptimizer } from './checkpoint/optimizer.ts';
import { loadTensorsIfAny, saveTensors, type Tensors } from './checkpoint/tensors.ts';
import type { ValueFunction } from './policy.ts';

const FILES = {
  reference: 'reference.safetensors',
  critic: 'critic.safetensors',
  criticOptimizer: 'critic-optimizer.safetensors',
} as const;

export class Companions {
  private readonly origin: Decoder;
  private readonly options: LearnerOptions;
  private frozen: { readonly decoder: Decoder; readonly scorer: Scorer } | undefined;
  private learned: Critic | undefined;

  /** @param origin the policy's decoder, of which they are copies */
  constructor(origin: Decoder, options: LearnerOptions) {
    this.origin = origin;
    this.options = options;
  }

  async reference(): Promise<Scorer> {
    this.frozen ??= this.frozenFrom(await this.origin.weights());
    return this.frozen.scorer;
  }

  async critic(): Promise<ValueFunction> {
    this.learned ??= this.criticOn(await this.origin.weights());
    const critic = this.learned;
    return {
      values: rows => critic.values(rows),
      accumulate: (rows, objective) => critic.accumulate(rows, objective),
      update: settings => critic.step(settings),
    };
  }

  /** Writes those there are into a checkpoint's folder. */
  async save(folder: string): Promise<void> {
    if (this.frozen) await saveTensors(join(folder, FILES.reference), await this.frozen.decoder.weights());
    if (!this.learned) return;
    await saveTensors(join(folder, FILES.critic), await this.learned.weights());
    await saveOptimizer(join(folder, FILES.criticOptimizer), await this.learned.state());
  }

  /** Goes on with those that `save` wrote, and without others. */
  async load(folder: string): Promise<void> {
    this.dispose();
    const reference = await loadTensorsIfAny(join(folder, FILES.reference));
    if (reference) this.frozen = this.frozenFrom(reference);
    const critic = await loadTensorsIfAny(join(folder, FILES.critic));
    if (!critic) return;
    this.learned = this.criticOn(await this.origin.weights());
    this.learned.load(critic);
    this.learned.restore(await loadOptimizer(join(folder, FILES.criticOptimizer)));
  }

  dispose(): void {
    this.frozen?.scorer.dispose();
    this.frozen?.decoder.dispose();
    this.frozen = undefined;
    this.learned?.dispose();
    this.learned = undefined;
  }

  private frozenFrom(weights: Tensors) {
    const decoder = this.copy(weights);
    return { decoder, scorer: new Scorer(decoder, this.options) };
  }

  private criticOn(weights: Tensors): Critic {
    return new Critic(this.copy(weights), this.options);
  }

  private copy(weights: Tensors): Decoder {
    return new Decoder(this.origin.device, this.origin.config, weights);
  }
}
