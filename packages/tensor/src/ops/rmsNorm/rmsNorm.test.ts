import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { suites } from './rmsNorm.conformance.ts';
import { rmsNorm } from './rmsNorm.ts';

conform(...suites);

describe('rmsNorm', () => {
  it('names the shape of a weight that does not fit', () => {
    expect(() => rmsNorm(input([2, 3]), input([4]), 1e-6)).toThrow(
      'rmsNorm: weight must have shape [3]; got [4]',
    );
  });
});
