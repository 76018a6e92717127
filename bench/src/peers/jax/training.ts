// A whole training step in jax-js, compiled by its jit in two parts: loss with gradient, and AdamW.

import { blockUntilReady, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { Material } from '../../engine/material.ts';
import type { Check } from '../protocol.ts';
import { angles, crossEntropy } from './decoder.ts';
import { type Parameters, placeParameters } from './parameters.ts';

type State = { parameters: Parameters; m: Parameters; v: Parameters };

export class Training {
  private readonly settings: Material['settings'];
  private readonly batch: () => [np.Array, np.Array, ReturnType<typeof angles>];
  private readonly loss;
  private readonly gradient;
  private readonly update;
  private state: State;
  private steps = 0;

  constructor(material: Material) {
    this.settings = material.settings;
    const { model, training, optimizer } = material.settings;
    const shape = [training.rows, training.tokens];
    const flat = (from: number) =>
      np
        .array(Int32Array.from(material.rows.flatMap(row => [...row.subarray(from, from + training.tokens)])))
        .reshape(shape);
    const ids = flat(0);
    const targets = nn.oneHot(flat(1), model.vocab_size);
    const table = angles(material.settings);
    this.batch = () => [ids.ref, targets.ref, tree.ref(table)];
    const parameters = placeParameters(material);
    const zeros = () => tree.map((p: np.Array) => np.zeros(p.shape), parameters) as Parameters;
    this.state = { parameters, m: zeros(), v: zeros() };

    const loss = (p: Parameters, ...batch: ReturnType<typeof this.batch>) =>
      crossEntropy(material.settings, p, ...batch);
    this.loss = jit(loss);
    this.gradient = jit(valueAndGrad(loss));
    const { learningRate, beta1, beta2, epsilon, weightDecay } = optimizer;
    // one parameter; corrections are 1 - beta^step
    const adamw = (
      p: np.Array,
      g: np.Array,
      m: np.Array,
      v: np.Array,
      correction1: np.Array,
      correction2: np.Array,
    ) => {
      const first = m.mul(beta1).add(g.ref.mul(1 - beta1));
      const second = v.mul(beta2).add(np.square(g).mul(1 - beta2));
      const size = np.sqrt(second.ref.div(correction2)).add(epsilon);
      const next = p
        .mul(1 - learningRate * weightDecay)
        .sub(first.ref.div(correction1).div(size).mul(learningRate));
      return [next, first, second] as const;
    };
    this.update = jit(
      (p: Parameters, g: Parameters, m: Parameters, v: Parameters, c1: np.Array, c2: np.Array) => {
        const [leaves, structure] = tree.flatten(p) as [np.Array[], ReturnType<typeof tree.structure>];
        const [gs, ms, vs] = [g, m, v].map(each => tree.leaves(each) as np.Array[]);
        const updated = leaves.map((leaf, i) => adamw(leaf, gs![i]!, ms![i]!, vs![i]!, c1.ref, c2.ref));
        c1.dispose();
        c2.dispose();
        const at = (i: 0 | 1 | 2) =>
          tree.unflatten(
            structure,
            updated.map(each => each[i]),
          ) as Parameters;
        return { parameters: at(0), m: at(1), v: at(2) };
      },
    );
  }

  async step(): Promise<void> {
    const { parameters, m, v } = this.state;
    const [loss, gradient] = this.gradient(tree.ref(parameters), ...this.batch());
    (loss as np.Array).dispose();
    this.steps++;
    const { beta1, beta2 } = this.settings.optimizer;
    const correction = (beta: number) => np.array(1 - beta ** this.steps);
    this.state = this.update(
      parameters,
      gradient as Parameters,
      m,
      v,
      correction(beta1),
      correction(beta2),
    ) as State;
    await blockUntilReady(this.state);
  }

  async check(): Promise<Check> {
    const begin = performance.now();
    const loss = async () => (await this.loss(tree.ref(this.state.parameters), ...this.batch()).data())[0]!;
    const losses = [await loss()];
    for (let update = 0; update < this.settings.check.updates; update++) await this.step();
    losses.push(await loss());
    return { losses, greedy: null, seconds: (performance.now() - begin) / 1000 };
  }
}
