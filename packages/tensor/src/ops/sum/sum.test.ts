import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { input } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { noise } from '../../testing/random.ts';
import { around, attributesOf, type Reduction } from '../axes.ts';
import { mean } from '../mean/mean.ts';
import { sum } from './sum.ts';

const cases = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }), axis, fc.boolean())
  .chain(([rest, n, isLast]) => {
    const shape = isLast ? [...rest, n] : [n, ...rest];
    const axes = fc.integer({ min: -shape.length, max: shape.length - 1 });
    return fc.record({
      operands: fc.record({ x: floats(shape) }),
      attributes: fc.record(
        { axis: axes, keepDims: fc.boolean() },
        { requiredKeys: [] },
      ) as fc.Arbitrary<Reduction>,
    });
  });

for (const operation of [sum, mean]) {
  const isMean = operation === mean;
  conforms({
    name: isMean ? 'mean' : 'sum',
    cases,
    record: ({ x }, options) => [operation(x, options)],
    reference: ({ x }, { x: shape }, options) => {
      const { outer, length, inner } = around(shape, attributesOf('', input(shape), options).axis);
      const y = new Float64Array(outer * inner);
      x.forEach((value, at) => {
        y[Math.floor(at / (length * inner)) * inner + (at % inner)]! += value / (isMean ? length : 1);
      });
      return [y];
    },
  });
}

describe('sum and mean', () => {
  it('have the same bits for any number of threads', async () => {
    const data = noise(3 * 4099, 7);
    const results = [];
    for (const threads of [1, 2, 3]) {
      const device = await openDevice({ backend: 'simd', threads });
      const x = device.variable([3, 4099], data);
      results.push(
        await device.evaluate({ all: sum(x), first: mean(x, { axis: 0 }), last: sum(x, { axis: 1 }) }),
      );
      await device.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    expect(results[0]!.all![0]).toBeCloseTo(
      data.reduce((a, b) => a + b, 0),
      2,
    );
  });

  it('take empty axes on simd', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    const x = device.variable([2, 0], new Float32Array(0));
    const results = await device.evaluate({
      all: sum(x),
      last: sum(x, { axis: 1 }),
      first: sum(x, { axis: 0 }),
      mean: mean(x),
    });
    await device.close();
    expect(results).toEqual({
      all: Float32Array.of(0),
      last: Float32Array.of(0, 0),
      first: new Float32Array(0),
      mean: Float32Array.of(Number.NaN),
    });
  });

  it('shape their results, and name an axis that is not there', () => {
    const x = input([2, 3, 4]);
    expect(sum(x).shape).toEqual([]);
    expect(sum(x, { keepDims: true }).shape).toEqual([1, 1, 1]);
    expect(mean(x, { axis: -2 }).shape).toEqual([2, 4]);
    expect(mean(x, { axis: 1, keepDims: true }).shape).toEqual([2, 1, 4]);
    expect(() => sum(x, { axis: 3 })).toThrow('sum: there is no axis 3 in shape [2, 3, 4]');
  });
});
