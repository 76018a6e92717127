import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../graph/errors.ts';
import { input } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { add } from './add.ts';

conforms({
  name: 'add',
  cases: fc.array(axis, { minLength: 1, maxLength: 3 }).chain(shape =>
    fc.record({
      operands: fc.record({ a: floats(shape), b: floats(shape) }),
      attributes: fc.constant(null),
    }),
  ),
  record: ({ a, b }) => [add(a, b)],
  reference: ({ a, b }) => [a.map((value, i) => value + b[i]!)],
});

describe('add', () => {
  it('names the shapes that do not fit', () => {
    expect(() => add(input([2, 3]), input([3, 2]))).toThrow(ShapeError);
    expect(() => add(input([2, 3]), input([3, 2]))).toThrow(
      'add: the shapes must broadcast: counted from the last, axes are equal or 1; got [2, 3] and [3, 2]',
    );
  });
});
