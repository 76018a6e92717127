import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { noise } from '../../testing/random.ts';
import { add } from '../add/add.ts';
import { logSoftmax, softmax } from '../softmax/softmax.ts';
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
  it('takes empty axes on simd, with softmax and the gradients of both', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    for (const shape of [[2, 0], [0, 3], [0]]) {
      const features = shape.at(-1)!;
      const [x, weight] = [device.variable(shape), device.variable([features])];
      const y = add(layerNorm(x, weight, weight, 1e-5), add(softmax(x), logSoftmax(x)));
      const [dx, dweight] = vjp([y], [x], [x, weight]);
      const results = await device.evaluate({ y, dx: dx!, dweight: dweight! });
      expect(results).toEqual({
        y: new Float32Array(0),
        dx: new Float32Array(0),
        dweight: new Float32Array(features),
      });
    }
    await device.close();
  });

  it('has the same bits for any number of threads, as softmax has', async () => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      const device = await openDevice({ backend: 'simd', threads });
      const x = device.variable([7, 37], noise(7 * 37, 1));
      const weight = device.variable([37], noise(37, 2));
      const y = add(layerNorm(x, weight, weight, 1e-5), add(softmax(x), logSoftmax(x)));
      const [dx, dweight] = vjp([y], [x], [x, weight]);
      results.push(await device.evaluate({ y, dx: dx!, dweight: dweight! }));
      await device.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

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
