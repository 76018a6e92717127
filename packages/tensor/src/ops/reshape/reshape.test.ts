import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conforms, floats } from '../../testing/conformance.ts';
import { reshape } from './reshape.ts';

const SHAPES = [[24], [2, 12], [4, 6], [3, 8], [24, 1], [2, 3, 4], [4, 1, 6], [1, 24]];

conforms({
  name: 'reshape',
  cases: fc.constantFrom(...SHAPES).chain(shape =>
    fc.record({
      operands: fc.record({ x: floats(shape) }),
      attributes: fc.constantFrom(...SHAPES, [-1, 8], [3, -1, 2]),
    }),
  ),
  record: ({ x }, shape) => [reshape(x, shape)],
  reference: ({ x }) => [x],
});

describe('reshape', () => {
  it('fills in one axis, and names sizes that differ', () => {
    const x = input([2, 6], 'i32');
    expect(reshape(x, [3, -1])).toMatchObject({ shape: [3, 4], dtype: 'i32' });
    expect(reshape(input([0, 3]), [0, 7]).shape).toEqual([0, 7]);
    expect(() => reshape(x, [3, 5])).toThrow('reshape: the sizes must be equal; got [2, 6] and [3, 5]');
    expect(() => reshape(x, [5, -1])).toThrow(
      'reshape: no whole number in place of -1 fits; got [2, 6] and [5, -1]',
    );
  });
});
