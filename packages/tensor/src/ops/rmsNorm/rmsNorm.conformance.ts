import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { axis, few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { rmsNorm } from './rmsNorm.ts';

interface Sizes {
  readonly leading: Shape;
  readonly features: number;
  readonly epsilon: number;
}

const sizes = (...epsilons: readonly number[]): fc.Arbitrary<Sizes> =>
  fc.record({
    leading: fc.array(few(5), { maxLength: 2 }),
    features: axis,
    epsilon: fc.constantFrom(...epsilons),
  });

const rmsNorms: Suite<Sizes, 'x' | 'weight'> = {
  operation: 'rmsNorm',
  // of one feature the gradient is a difference of near equals unless epsilon is large
  sizes: sizes(0.1, 0.5),
  edges: [
    { leading: [], features: 1, epsilon: 0.1 },
    { leading: [0], features: 3, epsilon: 0.1 },
    { leading: [2], features: 0, epsilon: 0.1 },
  ],
  operands: ({ leading, features }) =>
    fc.record({ x: floats([...leading, features]), weight: floats([features]) }),
  record: ({ x, weight }, { epsilon }) => [rmsNorm(x, weight, epsilon)],
  reference: ({ x, weight }, { features: n, epsilon }) => [
    x.map((value, at) => {
      const row = x.subarray(at - (at % n), at - (at % n) + n);
      const mean = row.reduce((sum, v) => sum + v * v, 0) / n;
      return (value / Math.sqrt(mean + epsilon)) * weight[at % n]!;
    }),
  ],
};

export const suites: readonly Suite[] = [
  suite(rmsNorms),
  suite({
    ...rmsNorms,
    variant: 'with a small epsilon',
    differentiable: false,
    sizes: sizes(1e-6, 1e-5),
    edges: [],
  }),
];
