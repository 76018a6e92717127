import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { noise } from '../../testing/random.ts';
import { mean } from '../mean/mean.ts';
import { suites } from './sum.conformance.ts';
import { sum } from './sum.ts';

conform(...suites);

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

  it('shape their results, and name an axis that is not there', () => {
    const x = input([2, 3, 4]);
    expect(sum(x).shape).toEqual([]);
    expect(sum(x, { keepDims: true }).shape).toEqual([1, 1, 1]);
    expect(mean(x, { axis: -2 }).shape).toEqual([2, 4]);
    expect(mean(x, { axis: 1, keepDims: true }).shape).toEqual([2, 1, 4]);
    expect(() => sum(x, { axis: 3 })).toThrow('sum: there is no axis 3 in shape [2, 3, 4]');
  });
});
