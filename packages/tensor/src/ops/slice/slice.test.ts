import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { suites } from './slice.conformance.ts';
import { slice } from './slice.ts';

conform(...suites);

describe('slice', () => {
  it('goes to the end unless told otherwise, and names what does not fit', () => {
    const x = input([2, 5], 'i32');
    expect(slice(x, -1, 2)).toMatchObject({ shape: [2, 3], dtype: 'i32' });
    expect(() => slice(x, 1, 2, 6)).toThrow(
      'slice: start and end must be whole, 0 <= start <= end <= 5; got 2 and 6 of [2, 5]',
    );
    expect(() => slice(x, 2, 0)).toThrow('slice: there is no axis 2 in shape [2, 5]');
  });
});
