import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { suites } from './transpose.conformance.ts';
import { transpose } from './transpose.ts';

conform(...suites);

describe('transpose', () => {
  it('swaps the last two axes unless told otherwise, and names axes that are not there', () => {
    const x = input([2, 3, 0], 'i32');
    expect(transpose(x)).toMatchObject({ shape: [2, 0, 3], dtype: 'i32' });
    expect(transpose(x, 0).shape).toEqual([0, 3, 2]);
    expect(() => transpose(input([4]))).toThrow('transpose: there is no axis -2 in shape [4]');
  });
});
