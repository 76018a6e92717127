import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform, expectClose } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { suites } from './adamw.conformance.ts';
import { type AdamWSettings, adamw, adamwSettings } from './adamw.ts';

const BASE: AdamWSettings = {
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  step: 1,
  gradientScale: 1,
};

/** PyTorch's AdamW (torch.optim.AdamW, single tensor), in float64. */
function pytorchStep(
  w: Float64Array,
  g: Float64Array,
  m: Float64Array,
  v: Float64Array,
  settings: AdamWSettings,
) {
  const { learningRate: rate, beta1, beta2, epsilon, weightDecay, step } = settings;
  for (let i = 0; i < w.length; i++) {
    w[i]! *= 1 - rate * weightDecay;
    m[i] = m[i]! + (g[i]! - m[i]!) * (1 - beta1);
    v[i] = v[i]! * beta2 + g[i]! * g[i]! * (1 - beta2);
    const denominator = Math.sqrt(v[i]!) / Math.sqrt(1 - beta2 ** step) + epsilon;
    w[i]! -= ((rate / (1 - beta1 ** step)) * m[i]!) / denominator;
  }
}

conform(...suites);

onEveryBackend('adamw', device => {
  it.each([[[1]], [[7]], [[4, 4]], [[3, 17]]])('takes PyTorch’s steps in shape %j', async shape => {
    const size = shape.reduce((a, b) => a * b, 1);
    const first = noise(size, 7);
    const [w, g, m, v] = [first, undefined, undefined, undefined].map(data => device().variable(shape, data));
    const settings = input([8]);
    const { plans, release } = device().compile({
      inputs: { settings },
      effects: [adamw(w!, g!, m!, v!, settings)],
    });
    const expected = [Float64Array.from(first), new Float64Array(size), new Float64Array(size)] as const;
    for (let step = 1; step <= 5; step++) {
      const gradient = noise(size, 20 + step);
      const gradientScale = step === 3 ? 0.25 : 1;
      g!.write(gradient);
      const now = { ...BASE, step, gradientScale };
      await plans[0].run({ settings: adamwSettings(now) });
      pytorchStep(
        expected[0],
        Float64Array.from(gradient, x => x * gradientScale),
        expected[1],
        expected[2],
        now,
      );
      expect(await g!.read()).toEqual(new Float32Array(size));
    }
    release();
    expectClose(await w!.read(), expected[0], 'parameter');
    expectClose(await m!.read(), expected[1], 'm');
    expectClose(
      (await v!.read()).map(x => x * 1000),
      expected[2].map(x => x * 1000),
      'v, in thousandths',
    );
    for (const variable of [w!, g!, m!, v!]) variable.dispose();
  });
});

describe('adamw', () => {
  it('names what does not fit', () => {
    const [four, eight] = [input([4]) as never, input([8])];
    expect(() => adamw(four, four, four, input([5]) as never, eight)).toThrow(
      'adamw: the shapes must be equal',
    );
    expect(() => adamw(four, four, four, four, input([7]))).toThrow(
      'adamw: settings must have shape [8]; got [7]',
    );
  });
});
