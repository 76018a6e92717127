import { expect, it } from 'vitest';
import { input } from '../graph/tensor.ts';
import { valueAndGrad } from '../graph/valueAndGrad.ts';
import { sub } from '../ops/binary/sub.ts';
import { mean } from '../ops/mean/mean.ts';
import { square } from '../ops/unary/square.ts';
import { expectClose } from '../testing/conform.ts';
import { onEveryBackend } from '../testing/everyBackend.ts';
import { AdamW } from './adamW.ts';

/** torch.optim.AdamW(lr=0.1, weight_decay=0.01) on mean((w - target)^2), in float64. */
function reference(
  start: readonly number[],
  target: readonly number[],
  rates: readonly number[],
): Float64Array {
  const w = [...start];
  const [m, v] = [w.map(() => 0), w.map(() => 0)];
  rates.forEach((rate, k) => {
    w.forEach((weight, i) => {
      const g = (2 * (weight - target[i]!)) / w.length;
      m[i] = 0.9 * m[i]! + 0.1 * g;
      v[i] = 0.999 * v[i]! + 0.001 * g * g;
      const step = m[i]! / (1 - 0.9 ** (k + 1)) / (Math.sqrt(v[i]! / (1 - 0.999 ** (k + 1))) + 1e-8);
      w[i] = weight * (1 - rate * 0.01) - rate * step;
    });
  });
  return Float64Array.from(w);
}

onEveryBackend('AdamW', device => {
  it('takes PyTorch’s steps, with a rate of its own where one is given', async () => {
    const [start, target] = [
      [1, -2, 0.5],
      [0, 1, 2],
    ];
    const w = device().variable([3], Float32Array.from(start!));
    const y = input([3]);
    const optimiser = new AdamW(device(), [w], { learningRate: 0.1 });
    const { value: loss, gradients } = valueAndGrad(mean(square(sub(w, y))), [w]);
    const { settings } = optimiser;
    const { plans, release } = device().compile({
      inputs: { y, settings },
      outputs: { loss },
      effects: optimiser.update(gradients),
    });
    const data = { y: Float32Array.from(target!) };
    for (let step = 1; step <= 5; step++) {
      await plans[0].run({ ...data, settings: optimiser.next(step === 4 ? { learningRate: 0.05 } : {}) });
    }
    expectClose(await w.read(), reference(start!, target!, [0.1, 0.1, 0.1, 0.05, 0.1]), 'weights');
    release();
    optimiser.dispose();
    w.dispose();
  });

  it('adds gradients up until the step', async () => {
    const w = device().variable([2], Float32Array.of(1, 1));
    const g = input([2]);
    const optimiser = new AdamW(device(), [w], { learningRate: 0.1, weightDecay: 0 });
    const { settings } = optimiser;
    const { plans, release } = device().compile(
      { inputs: { g }, effects: optimiser.accumulate([g]) },
      { inputs: { settings }, effects: optimiser.step() },
    );
    const [add, step] = plans;
    await add.run({ g: Float32Array.of(3, 1) });
    await add.run({ g: Float32Array.of(-1, -2) });
    await step.run({ settings: optimiser.next() });
    // a first step is the rate, in the direction of the sum's sign
    expectClose(await w.read(), Float64Array.of(0.9, 1.1), 'weights');
    release();
    optimiser.dispose();
    w.dispose();
  });

  it('refuses gradients of another number than the parameters', () => {
    const w = device().variable([2]);
    const optimiser = new AdamW(device(), [w], { learningRate: 0.1 });
    expect(() => optimiser.update([])).toThrow('AdamW: one gradient for each parameter');
    optimiser.dispose();
    w.dispose();
  });
});
