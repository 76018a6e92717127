import * as fc from 'fast-check';
import type { Variable } from '../../graph/tensor.ts';
import { axis, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { accumulate } from './accumulate.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'accumulate',
    changes: ['variable'],
    propagates: true,
    sizes: fc.array(axis, { maxLength: 3 }),
    edges: [[], [1], [3, 0], [0, 5]],
    operands: shape => fc.record({ variable: floats(shape), x: floats(shape) }),
    record: ({ variable, x }) => [accumulate(variable as Variable, x)],
    reference: ({ variable, x }) => [variable.map((value, i) => value + x[i]!)],
  }),
];
