import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { input, type Shape, sizeOf } from '../../graph/tensor.ts';
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

/** On simd. */
async function products(threads: number, form: BatchMatmulForm, shapes: { a: Shape; b: Shape }) {
  const device = await openDevice({ backend: 'simd', threads });
  const [a, b] = [shapes.a, shapes.b].map((shape, i) => device.variable(shape, noise(sizeOf(shape), i + 1)));
  const { y } = await device.evaluate({ y: batchMatmul(a!, b!, form) });
  await device.close();
  return y!;
}

describe('batchMatmul', () => {
  const sizes = fc.tuple(
    fc.constantFrom(1, 5, 64, 67, 130),
    fc.integer({ min: 0, max: 20 }),
    fc.constantFrom(1, 16, 19),
  );
  test.prop([fc.constantFrom(...FORMS), fc.constantFrom([], [1], [3], [2, 9]), sizes], { numRuns: 30 })(
    'has the same bits for any number of threads',
    async (form, leading, product) => {
      const shapes = operandShapes(form, leading, product);
      const one = await products(1, form, shapes);
      expect(await products(2, form, shapes)).toEqual(one);
      expect(await products(3, form, shapes)).toEqual(one);
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
