import * as fc from 'fast-check';
import { axis, few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { clipByGlobalNorm } from './clipByGlobalNorm.ts';
import { globalNorm } from './globalNorm.ts';

// norms of such tensors lie on both sides of these
const sizes = fc.record({ m: axis, n: few(4), k: axis, maxNorm: fc.constantFrom(0.1, 1, 3, 10, 100) });
const edges = [
  { m: 1, n: 1, k: 1, maxNorm: 1 },
  { m: 2, n: 0, k: 3, maxNorm: 0.1 },
  { m: 0, n: 2, k: 0, maxNorm: 0.1 },
];

type Sizes = (typeof edges)[number];

const operands = ({ m, n, k, maxNorm }: Sizes) =>
  fc
    .record({ a: floats([m, n]), b: floats([k]), c: floats([]) })
    // at a norm of 0 there is no gradient, and at maxNorm a kink
    .filter(({ a, b, c }) => {
      const norm = Math.hypot(...a.values, ...b.values, ...c.values);
      return norm > 0.1 && Math.abs(norm - maxNorm) > 0.01;
    });

export const suites: readonly Suite[] = [
  suite({
    operation: 'globalNorm',
    sizes,
    edges,
    operands,
    record: ({ a, b, c }) => [globalNorm([a, b, c])],
    reference: ({ a, b, c }) => [Float64Array.of(Math.hypot(...a, ...b, ...c))],
  }),
  suite({
    operation: 'clipByGlobalNorm',
    sizes,
    edges,
    operands,
    record: ({ a, b, c }, { maxNorm }) => {
      const { norm, clipped } = clipByGlobalNorm([a, b, c], maxNorm);
      return [norm, ...clipped];
    },
    reference: ({ a, b, c }, { maxNorm }) => {
      const norm = Math.hypot(...a, ...b, ...c);
      const scale = Math.min(1, maxNorm / (norm + 1e-6));
      return [Float64Array.of(norm), ...[a, b, c].map(x => x.map(value => value * scale))];
    },
  }),
];
