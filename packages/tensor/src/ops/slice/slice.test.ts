import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conforms, floats } from '../../testing/conformance.ts';
import { around } from '../axes.ts';
import { slice } from './slice.ts';

conforms({
  name: 'slice',
  cases: fc
    .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
    .chain(shape => fc.tuple(fc.constant(shape), fc.nat({ max: shape.length - 1 })))
    .chain(([shape, axis]) =>
      fc.record({
        operands: fc.record({ x: floats(shape) }),
        attributes: fc
          .tuple(fc.nat({ max: shape[axis]! - 1 }), fc.nat({ max: shape[axis]! - 1 }))
          .map(([a, b]) => ({ axis, start: Math.min(a, b), end: Math.max(a, b) + 1 })),
      }),
    ),
  record: ({ x }, { axis, start, end }) => [slice(x, axis, start, end)],
  reference: ({ x }, { x: shape }, { axis, start, end }) => {
    const { length, inner } = around(shape, axis);
    return [
      x.filter((_, at) => {
        const place = Math.floor(at / inner) % length;
        return place >= start && place < end;
      }),
    ];
  },
});

describe('slice', () => {
  it('may be empty on simd', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    const x = device.variable([2, 3], new Float32Array(6).fill(1));
    const y = slice(x, 1, 2, 2);
    const [dx] = vjp([y], [slice(x, 1, 0, 0)], [x]);
    expect(await device.evaluate({ y, dx: dx! })).toEqual({
      y: new Float32Array(0),
      dx: new Float32Array(6),
    });
    await device.close();
  });

  it('goes to the end unless told otherwise, and names what does not fit', () => {
    const x = input([2, 5], 'i32');
    expect(slice(x, -1, 2)).toMatchObject({ shape: [2, 3], dtype: 'i32' });
    expect(() => slice(x, 1, 2, 6)).toThrow(
      'slice: start and end must be whole, 0 <= start <= end <= 5; got 2 and 6 of [2, 5]',
    );
    expect(() => slice(x, 2, 0)).toThrow('slice: there is no axis 2 in shape [2, 5]');
  });
});
