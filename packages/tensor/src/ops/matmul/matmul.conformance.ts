import * as fc from 'fast-check';
import { axis, few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { linear, type MatmulForm, matmul } from './matmul.ts';

/** `nn` a b, `nt` a bT, `tn` aT b of matrices whose product is m x n, plus c. */
function product(
  form: MatmulForm,
  a: Float64Array,
  b: Float64Array,
  { m, k, n }: { m: number; k: number; n: number },
  c: Float64Array = new Float64Array(m * n),
): Float64Array {
  const y = c.slice();
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let d = 0; d < k; d++)
        y[i * n + j]! +=
          a[form === 'tn' ? d * m + i : i * k + d]! * b[form === 'nt' ? j * k + d : d * n + j]!;
  return y;
}

const EDGES = [
  { m: 1, k: 1, n: 1 },
  { m: 0, k: 3, n: 4 },
  { m: 2, k: 0, n: 3 },
  { m: 2, k: 3, n: 0 },
];

const forms = (['nn', 'nt', 'tn'] as const).map(form =>
  suite({
    operation: 'matmul',
    variant: form,
    propagates: true,
    sizes: fc.record({ batch: few(3), m: axis, k: axis, n: axis }),
    edges: EDGES.map(sizes => ({ batch: 2, ...sizes })),
    // of tn the leading axes are summed over
    operands: ({ batch, m, k, n }) =>
      fc.record({
        a: floats(form === 'tn' ? [batch, k, m] : [batch, m, k]),
        b: floats(form === 'nn' ? [k, n] : form === 'nt' ? [n, k] : [batch, k, n]),
      }),
    record: ({ a, b }) => [matmul(a, b, form)],
    reference: ({ a, b }, { batch, m, k, n }) => [
      product(form, a, b, form === 'tn' ? { m, k: batch * k, n } : { m: batch * m, k, n }),
    ],
  }),
);

/** Every row is `bias`, plus `residual`. */
function sumOf(bias: Float64Array, residual: Float64Array | undefined, m: number): Float64Array {
  const n = bias.length;
  return Float64Array.from({ length: m * n }, (_, at) => bias[at % n]! + (residual?.[at] ?? 0));
}

const added = (['nn', 'nt'] as const).map(form =>
  suite({
    operation: 'matmul',
    variant: `${form} with bias and residual`,
    propagates: true,
    sizes: fc.record({ m: axis, k: axis, n: axis }),
    edges: [...EDGES, { m: 2, k: 1030, n: 17 }],
    operands: ({ m, k, n }) =>
      fc.record({
        a: floats([m, k]),
        b: floats(form === 'nn' ? [k, n] : [n, k]),
        bias: floats([n]),
        residual: floats([m, n]),
      }),
    record: ({ a, b, bias, residual }) => [
      matmul(a, b, form, { residual }),
      matmul(a, b, form, { bias, residual }),
    ],
    reference: ({ a, b, bias, residual }, sizes) => [
      product(form, a, b, sizes, residual),
      product(form, a, b, sizes, sumOf(bias, residual, sizes.m)),
    ],
  }),
);

export const suites: readonly Suite[] = [
  ...forms,
  ...added,
  suite({
    operation: 'linear',
    propagates: true,
    sizes: fc.record({ m: axis, k: axis, n: axis }),
    edges: EDGES,
    operands: ({ m, k, n }) => fc.record({ x: floats([m, k]), weight: floats([n, k]), bias: floats([n]) }),
    record: ({ x, weight, bias }) => [linear(x, weight), linear(x, weight, { bias })],
    reference: ({ x, weight, bias }, sizes) => [
      product('nt', x, weight, sizes),
      product('nt', x, weight, sizes, sumOf(bias, undefined, sizes.m)),
    ],
  }),
];
