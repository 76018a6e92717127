import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { rmsNorm } from './rmsNorm.ts';

function suite(name: string, epsilons: readonly number[], differentiable: boolean) {
  conforms({
    name,
    differentiable,
    cases: fc
      .tuple(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 0, maxLength: 2 }), axis)
      .chain(([leading, features]) =>
        fc.record({
          operands: fc.record({ x: floats([...leading, features]), weight: floats([features]) }),
          attributes: fc.constantFrom(...epsilons),
        }),
      ),
    record: ({ x, weight }, epsilon) => [rmsNorm(x, weight, epsilon)],
    reference: ({ x, weight }, _, epsilon) => {
      const n = weight.length;
      return [
        x.map((value, at) => {
          const row = x.subarray(at - (at % n), at - (at % n) + n);
          const mean = row.reduce((sum, v) => sum + v * v, 0) / n;
          return (value / Math.sqrt(mean + epsilon)) * weight[at % n]!;
        }),
      ];
    },
  });
}

// of one feature the gradient is a difference of near equals unless epsilon is large
suite('rmsNorm', [0.1, 0.5], true);
suite('rmsNorm with a small epsilon', [1e-6, 1e-5], false);

describe('rmsNorm', () => {
  it('names the shape of a weight that does not fit', () => {
    expect(() => rmsNorm(input([2, 3]), input([4]), 1e-6)).toThrow(
      'rmsNorm: weight must have shape [3]; got [4]',
    );
  });
});
