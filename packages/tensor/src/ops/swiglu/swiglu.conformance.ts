import * as fc from 'fast-check';
import { axis, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { swiglu } from './swiglu.ts';

export const suites: readonly Suite[] = [
  suite({
    operation: 'swiglu',
    propagates: true,
    sizes: fc.array(axis, { maxLength: 2 }),
    edges: [[], [1], [0], [2, 0]],
    operands: shape => fc.record({ gate: floats(shape, 6), up: floats(shape) }),
    record: ({ gate, up }) => [swiglu(gate, up)],
    reference: ({ gate, up }) => [gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]!)],
  }),
];
