import * as fc from 'fast-check';
import { axis, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { sumOfSquares } from './sumOfSquares.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'sumOfSquares',
    propagates: true,
    sizes: fc.array(axis, { maxLength: 3 }),
    edges: [[], [1], [0], [2, 0]],
    operands: shape => fc.record({ x: floats(shape) }),
    record: ({ x }) => [sumOfSquares(x)],
    reference: ({ x }) => [Float64Array.of(x.reduce((sum, value) => sum + value * value, 0))],
  }),
];
