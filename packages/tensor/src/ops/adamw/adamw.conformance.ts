import * as fc from 'fast-check';
import type { Variable } from '../../graph/tensor.ts';
import { axis, constant, floats, within } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { adamw, adamwSettings } from './adamw.ts';

const BASE = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export const suites: readonly Suite[] = [
  suite({
    operation: 'adamw',
    changes: ['parameter', 'gradient', 'm', 'v'],
    sizes: fc.record({
      shape: fc.array(axis, { minLength: 1, maxLength: 2 }),
      step: fc.integer({ min: 1, max: 1000 }),
      gradientScale: fc.constantFrom(1, 0.25),
      weightDecay: fc.constantFrom(0, 0.1),
    }),
    edges: [[1], [0], [2, 0]].map(shape => ({ shape, step: 1, gradientScale: 1, weightDecay: 0.1 })),
    operands: ({ shape, ...options }) =>
      fc.record({
        parameter: floats(shape),
        gradient: floats(shape),
        m: floats(shape),
        v: within(shape, [0.01, 2]),
        settings: constant([8], adamwSettings({ ...BASE, ...options })),
      }),
    record: ({ parameter, gradient, m, v, settings }) => [
      adamw(parameter as Variable, gradient as Variable, m as Variable, v as Variable, settings),
    ],
    // PyTorch's AdamW (torch.optim.AdamW, single tensor)
    reference: ({ parameter, gradient, m, v }, { step, gradientScale, weightDecay }) => {
      const { learningRate, beta1, beta2, epsilon } = BASE;
      const g = gradient.map(value => value * gradientScale);
      const mNext = m.map((value, i) => value + (g[i]! - value) * (1 - beta1));
      const vNext = v.map((value, i) => value * beta2 + g[i]! ** 2 * (1 - beta2));
      const next = parameter.map((value, i) => {
        const denominator = Math.sqrt(vNext[i]!) / Math.sqrt(1 - beta2 ** step) + epsilon;
        const decayed = value * (1 - learningRate * weightDecay);
        return decayed - ((learningRate / (1 - beta1 ** step)) * mNext[i]!) / denominator;
      });
      return [next, new Float64Array(g.length), mNext, vNext];
    },
  }),
];
