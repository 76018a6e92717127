import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { axis, few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { layerNorm } from './layerNorm.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'layerNorm',
    sizes: fc.record({
      leading: fc.array(few(5), { maxLength: 2 }) as fc.Arbitrary<Shape>,
      features: axis,
      // of few features the gradient is a difference of near equals unless epsilon is large
      epsilon: fc.constantFrom(0.1, 0.5),
    }),
    edges: [
      { leading: [], features: 1, epsilon: 0.1 },
      { leading: [0], features: 3, epsilon: 0.1 },
      { leading: [2], features: 0, epsilon: 0.1 },
    ],
    operands: ({ leading, features }) =>
      fc.record({
        x: floats([...leading, features]),
        weight: floats([features]),
        bias: floats([features]),
      }),
    record: ({ x, weight, bias }, { epsilon }) => [layerNorm(x, weight, bias, epsilon)],
    reference: ({ x, weight, bias }, { features: n, epsilon }) => [
      x.map((value, at) => {
        const row = x.subarray(at - (at % n), at - (at % n) + n);
        const mean = row.reduce((sum, v) => sum + v, 0) / n;
        const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
        return ((value - mean) / Math.sqrt(variance + epsilon)) * weight[at % n]! + bias[at % n]!;
      }),
    ],
  }),
];
