import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { layerNorm } from './layerNorm.ts';

conforms({
  name: 'layerNorm',
  cases: fc
    .tuple(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }), axis)
    .chain(([leading, features]) =>
      fc.record({
        operands: fc.record({
          x: floats([...leading, features]),
          weight: floats([features]),
          bias: floats([features]),
        }),
        // of few features the gradient is a difference of near equals unless epsilon is large
        attributes: fc.constantFrom(0.1, 0.5),
      }),
    ),
  record: ({ x, weight, bias }, epsilon) => [layerNorm(x, weight, bias, epsilon)],
  reference: ({ x, weight, bias }, _, epsilon) => {
    const n = weight.length;
    return [
      x.map((value, at) => {
        const row = x.subarray(at - (at % n), at - (at % n) + n);
        const mean = row.reduce((sum, v) => sum + v, 0) / n;
        const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
        return ((value - mean) / Math.sqrt(variance + epsilon)) * weight[at % n]! + bias[at % n]!;
      }),
    ];
  },
});

describe('layerNorm', () => {
  it('names the shapes that do not fit', () => {
    const x = input([2, 3]);
    expect(() => layerNorm(x, input([4]), input([3]), 1e-5)).toThrow(
      'layerNorm: weight must have shape [3]; got [4]',
    );
    expect(() => layerNorm(x, input([3]), input([3, 1]), 1e-5)).toThrow(
      'layerNorm: bias must have shape [3]; got [3, 1]',
    );
  });
});
