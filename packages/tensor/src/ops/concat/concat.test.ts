import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { input } from '../../graph/tensor.ts';
import { conforms, floats } from '../../testing/conformance.ts';
import { around } from '../axes.ts';
import { concat } from './concat.ts';

const size = fc.integer({ min: 1, max: 5 });

conforms({
  name: 'concat',
  cases: fc
    .array(size, { minLength: 1, maxLength: 4 })
    .chain(shape => fc.tuple(fc.constant(shape), fc.nat({ max: shape.length - 1 }), size, size))
    .chain(([shape, axis, second, third]) =>
      fc.record({
        operands: fc.record({
          a: floats(shape),
          b: floats(shape.with(axis, second)),
          c: floats(shape.with(axis, third)),
        }),
        attributes: fc.constant(axis),
      }),
    ),
  record: ({ a, b, c }, axis) => [concat([a, b, c], axis), concat([b], axis)],
  reference: ({ a, b, c }, shapes, axis) => {
    const parts = [a, b, c].map((values, i) => {
      const { length, inner } = around([shapes.a, shapes.b, shapes.c][i]!, axis);
      return { values, words: length * inner };
    });
    const blocks = Array.from({ length: around(shapes.a, axis).outer }, (_, o) =>
      parts.flatMap(({ values, words }) => [...values.subarray(o * words, (o + 1) * words)]),
    );
    return [Float64Array.from(blocks.flat()), b];
  },
});

describe('concat', () => {
  it('takes empty tensors on simd', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    const [x, empty] = [device.variable([2, 1], Float32Array.of(1, 2)), device.variable([2, 0])];
    expect(await device.evaluate({ y: concat([empty, x, empty], 1) })).toEqual({ y: Float32Array.of(1, 2) });
    await device.close();
  });

  it('names the shapes that do not fit', () => {
    expect(() => concat([])).toThrow('concat: there must be a tensor; got none');
    expect(() => concat([input([2, 3]), input([2, 4], 'i32')], -1)).toThrow(
      'concat: types and all axes but 1 must be equal; got f32 [2, 3] and i32 [2, 4]',
    );
    expect(() => concat([input([2, 3]), input([2, 4])])).toThrow(
      'concat: types and all axes but 0 must be equal; got f32 [2, 3] and f32 [2, 4]',
    );
  });
});
