import * as fc from 'fast-check';
import { type Shape, sizeOf } from '../../graph/tensor.ts';
import { axis, few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { batchMatmul } from './batchMatmul.ts';

export const suites: readonly Suite[] = (['nn', 'nt', 'tn'] as const).map(form =>
  suite({
    operation: 'batchMatmul',
    variant: form,
    propagates: true,
    sizes: fc.record({
      leading: fc.array(few(3), { maxLength: 2 }) as fc.Arbitrary<Shape>,
      m: axis,
      k: axis,
      n: axis,
    }),
    edges: [
      { leading: [], m: 1, k: 1, n: 1 },
      { leading: [2], m: 0, k: 3, n: 4 },
      { leading: [2], m: 2, k: 0, n: 3 },
      { leading: [3, 1], m: 2, k: 3, n: 0 },
      { leading: [0, 2], m: 2, k: 3, n: 4 },
    ],
    operands: ({ leading, m, k, n }) =>
      fc.record({
        a: floats([...leading, ...(form === 'tn' ? [k, m] : [m, k])]),
        b: floats([...leading, ...(form === 'nt' ? [n, k] : [k, n])]),
      }),
    record: ({ a, b }) => [batchMatmul(a, b, form)],
    reference: ({ a, b }, { leading, m, k, n }) => {
      const batch = sizeOf(leading);
      const y = new Float64Array(batch * m * n);
      for (let e = 0; e < batch; e++)
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++)
            for (let c = 0; c < k; c++)
              y[(e * m + i) * n + j]! +=
                a[e * m * k + (form === 'tn' ? c * m + i : i * k + c)]! *
                b[e * k * n + (form === 'nt' ? j * k + c : c * n + j)]!;
      return [y];
    },
  }),
);
