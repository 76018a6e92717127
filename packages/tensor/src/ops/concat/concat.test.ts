import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { suites } from './concat.conformance.ts';
import { concat } from './concat.ts';

conform(...suites);

describe('concat', () => {
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
