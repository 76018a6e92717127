import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { noise } from '../../testing/random.ts';
import { add } from '../add/add.ts';
import { logSoftmax, softmax } from '../softmax/softmax.ts';
import { suites } from './layerNorm.conformance.ts';
import { layerNorm } from './layerNorm.ts';

conform(...suites);

describe('layerNorm', () => {
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
