import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../graph/errors.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { suites } from './matmul.conformance.ts';
import { matmul } from './matmul.ts';

conform(...suites);

describe('matmul', () => {
  it('names the shapes that do not fit', () => {
    const record = (a: Tensor, b: Tensor) => () => matmul(a, b);
    expect(record(input([2, 3]), input([4, 5]))).toThrow(ShapeError);
    expect(record(input([2, 3]), input([4, 5]))).toThrow(
      'matmul: wants [..., k] and [k, n]; got [2, 3] and [4, 5]',
    );
  });
});
