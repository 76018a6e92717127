import { fc } from '@fast-check/vitest';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { sumOfSquares } from './sumOfSquares.ts';

conforms({
  name: 'sumOfSquares',
  cases: fc
    .array(axis, { minLength: 1, maxLength: 3 })
    .chain(shape => fc.record({ operands: fc.record({ x: floats(shape) }), attributes: fc.constant(null) })),
  record: ({ x }) => [sumOfSquares(x)],
  reference: ({ x }) => [Float64Array.of(x.reduce((sum, value) => sum + value * value, 0))],
});
