import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input, sizeOf } from '../../graph/tensor.ts';
import { conforms, floats } from '../../testing/conformance.ts';
import { split } from './axes.ts';
import { transpose } from './transpose.ts';

conforms({
  name: 'transpose',
  cases: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }).chain(shape => {
    const axes = fc.uniqueArray(fc.nat({ max: shape.length - 1 }), { minLength: 2, maxLength: 2 });
    return fc.record({ operands: fc.record({ x: floats(shape) }), attributes: axes });
  }),
  record: ({ x }, [a, b]) => [transpose(x, a, b)],
  reference: ({ x }, { x: shape }, axes) => {
    const [first, second] = [Math.min(...axes), Math.max(...axes)];
    const [p, q] = [shape[first]!, shape[second]!];
    const { between, inner } = split(shape, first, second);
    const y = new Float64Array(sizeOf(shape));
    x.forEach((value, at) => {
      const digit = (below: number, size: number) => Math.floor(at / below) % size;
      const [j, k, i] = [digit(inner, q), digit(inner * q, between), digit(inner * q * between, p)];
      const outer = Math.floor(at / (inner * q * between * p));
      y[(((outer * q + j) * between + k) * p + i) * inner + (at % inner)] = value;
    });
    return [y];
  },
});

describe('transpose', () => {
  it('swaps the last two axes unless told otherwise, and names axes that are not there', () => {
    const x = input([2, 3, 0], 'i32');
    expect(transpose(x)).toMatchObject({ shape: [2, 0, 3], dtype: 'i32' });
    expect(transpose(x, 0).shape).toEqual([0, 3, 2]);
    expect(() => transpose(input([4]))).toThrow('transpose: there is no axis -2 in shape [4]');
  });
});
