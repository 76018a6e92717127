import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { input, type Shape, sizeOf } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { noise } from '../../testing/random.ts';
import { batchMatmul } from './batchMatmul.ts';
import type { BatchMatmulForm } from './product.ts';

const FORMS = ['nn', 'nt', 'tn'] as const;

function operandShapes(form: BatchMatmulForm, leading: Shape, [m, k, n]: readonly [number, number, number]) {
  return {
    a: [...leading, ...(form === 'tn' ? [k, m] : [m, k])],
    b: [...leading, ...(form === 'nt' ? [n, k] : [k, n])],
  };
}

for (const form of FORMS) {
  conforms({
    name: `batchMatmul ${form}`,
    cases: fc
      .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), fc.tuple(axis, axis, axis))
      .chain(([leading, sizes]) => {
        const { a, b } = operandShapes(form, leading, sizes);
        return fc.record({
          operands: fc.record({ a: floats(a), b: floats(b) }),
          attributes: fc.constant({ batch: sizeOf(leading), sizes }),
        });
      }),
    record: ({ a, b }) => [batchMatmul(a, b, form)],
    reference: ({ a, b }, _, { batch, sizes: [m, k, n] }) => {
      const y = new Float64Array(batch * m * n);
      for (let e = 0; e < batch; e++)
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++)
            for (let c = 0; c < k; c++)
              y[(e * m + i) * n + j]! +=
                a[e * m * k + (form === 'tn' ? c * m + i : i * k + c)]! *
                b[e * k * n + (form === 'nt' ? j * k + c : c * n + j)]!;
      return [y];
    },
  });
}

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

  it.each([
    ['nn', [2, 0, 3], [2, 3, 4], 0],
    ['nt', [0, 2, 3], [0, 4, 3], 0],
    ['tn', [2, 0, 3], [2, 0, 4], 24],
  ] as const)('takes empty axes on simd (%s of %j and %j)', async (form, a, b, length) => {
    expect(await products(2, form, { a, b })).toEqual(new Float32Array(length));
  });

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
