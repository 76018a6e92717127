import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Device, openDevice } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { input, type Shape } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { noise } from '../../testing/random.ts';
import { suites } from './batchMatmul.conformance.ts';
import { batchMatmul } from './batchMatmul.ts';
import type { BatchMatmulForm } from './product.ts';

const FORMS = ['nn', 'nt', 'tn'] as const;

function operandShapes(form: BatchMatmulForm, leading: Shape, [m, k, n]: readonly [number, number, number]) {
  return {
    a: [...leading, ...(form === 'tn' ? [k, m] : [m, k])],
    b: [...leading, ...(form === 'nt' ? [n, k] : [k, n])],
  };
}

conform(...suites);

async function product(device: Device, form: BatchMatmulForm, shapes: { a: Shape; b: Shape }) {
  const [a, b] = [input(shapes.a), input(shapes.b)];
  const { plans, release } = device.compile({ inputs: { a, b }, outputs: { y: batchMatmul(a, b, form) } });
  const { y } = await plans[0].run({ a: noise(a.size, 1), b: noise(b.size, 2) });
  release();
  return y;
}

describe('batchMatmul', () => {
  let devices: readonly Device[];
  beforeAll(async () => {
    devices = await Promise.all([1, 2, 3].map(threads => openDevice({ backend: 'simd', threads })));
  });
  afterAll(() => Promise.all(devices.map(device => device.close())));

  const sizes = fc.tuple(
    fc.constantFrom(1, 5, 60, 67, 130),
    fc.integer({ min: 0, max: 20 }),
    fc.constantFrom(1, 16, 19),
  );
  test.prop([fc.constantFrom(...FORMS), fc.constantFrom([], [1], [3], [2, 9]), sizes], { numRuns: 30 })(
    'has the same bits for any number of threads',
    async (form, leading, sizes) => {
      const shapes = operandShapes(form, leading, sizes);
      const [one, two, three] = await Promise.all(devices.map(device => product(device, form, shapes)));
      expect(two).toEqual(one);
      expect(three).toEqual(one);
    },
  );

  it('names the shapes that do not fit, and what would', () => {
    const [a, b] = [input([2, 3, 4]), input([3, 4, 5])];
    expect(() => batchMatmul(a, b)).toThrow(ShapeError);
    expect(() => batchMatmul(a, b)).toThrow(
      'batchMatmul: wants [..., m, k] and [..., k, n] with equal leading axes; got [2, 3, 4] and [3, 4, 5]. It does ' +
        'not broadcast: for one matrix b and rows of any shape take matmul',
    );
    expect(() => batchMatmul(a, input([2, 4, 5]), 'nt')).toThrow('wants [..., m, k] and [..., n, k]');
    expect(() => batchMatmul(a, input([2, 4, 5]), 'tn')).toThrow('wants [..., k, m] and [..., k, n]');
    expect(() => batchMatmul(a, input([4, 5]))).toThrow('got [2, 3, 4] and [4, 5]');
    expect(() => batchMatmul(input([4]), input([4]))).toThrow('got [4] and [4]');
  });
});
