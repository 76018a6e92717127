// A whole training step in TensorFlow.js: its own gradients and its Adam, with decoupled weight decay before.

import type { Material } from '../../engine/material.ts';
import type { Check } from '../protocol.ts';
import { type Tf, tf } from './backend.ts';
import { type Batch, placeBatch } from './batch.ts';
import { crossEntropy } from './decoder.ts';
import { type Parameters, placeParameters } from './parameters.ts';

export class Training {
  private readonly settings: Material['settings'];
  private readonly parameters: Parameters;
  private readonly batch: Batch;
  private readonly optimizer: Tf.AdamOptimizer;

  constructor(material: Material) {
    this.settings = material.settings;
    this.parameters = placeParameters(material);
    this.batch = placeBatch(material);
    const { learningRate, beta1, beta2, epsilon } = this.settings.optimizer;
    this.optimizer = tf.train.adam(learningRate, beta1, beta2, epsilon);
  }

  /** Its WebAssembly backend computes at once, on the calling thread. */
  step(): void {
    const variables = [...this.parameters.values()];
    const { learningRate, weightDecay } = this.settings.optimizer;
    const { value, grads } = tf.variableGrads(() => this.loss(), variables);
    for (const variable of variables) {
      tf.tidy(() => variable.assign(tf.mul(variable, 1 - learningRate * weightDecay)));
    }
    this.optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
    tf.dispose([value, grads]);
  }

  async check(): Promise<Check> {
    const begin = performance.now();
    const loss = () => tf.tidy(() => this.loss().dataSync()[0]!);
    const losses = [loss()];
    for (let update = 0; update < this.settings.check.updates; update++) this.step();
    losses.push(loss());
    return { losses, greedy: null, seconds: (performance.now() - begin) / 1000 };
  }

  private loss(): Tf.Scalar {
    return crossEntropy(this.settings, this.parameters, this.batch);
  }
}
