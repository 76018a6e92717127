import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../graph/errors.ts';
import { input } from '../../graph/tensor.ts';
import { add } from './add.ts';

describe('add', () => {
  it('names the shapes that do not fit', () => {
    expect(() => add(input([2, 3]), input([3, 2]))).toThrow(ShapeError);
    expect(() => add(input([2, 3]), input([3, 2]))).toThrow(
      'add: the shapes must broadcast: counted from the last, axes are equal or 1; got [2, 3] and [3, 2]',
    );
  });
});
