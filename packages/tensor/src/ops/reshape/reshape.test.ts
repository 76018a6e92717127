import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { suites } from './reshape.conformance.ts';
import { reshape } from './reshape.ts';

conform(...suites);

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
