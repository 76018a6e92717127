import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../graph/errors.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { linear, matmul } from './matmul.ts';

for (const form of ['nn', 'nt', 'tn'] as const) {
  conforms({
    name: `matmul ${form}`,
    cases: fc.tuple(fc.integer({ min: 1, max: 3 }), axis, axis, axis).chain(([batch, m, k, n]) =>
      fc.record({
        operands: fc.record({
          a: floats(form === 'tn' ? [batch, k, m] : [batch, m, k]),
          b: floats(form === 'nn' ? [k, n] : form === 'nt' ? [n, k] : [batch, k, n]),
        }),
        attributes: fc.constant(null),
      }),
    ),
    record: ({ a, b }) => [matmul(a, b, form)],
    reference: ({ a, b }, shapes) => {
      const columns = form === 'nt' ? shapes.b[0]! : shapes.b.at(-1)!;
      const depth = form === 'tn' ? shapes.a[0]! * shapes.a[1]! : shapes.a[2]!;
      const rows = form === 'tn' ? shapes.a[2]! : shapes.a[0]! * shapes.a[1]!;
      const at = (k: number, j: number) => (form === 'nt' ? b[j * depth + k]! : b[k * columns + j]!);
      const y = new Float64Array(rows * columns);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          for (let k = 0; k < depth; k++)
            y[i * columns + j]! += (form === 'tn' ? a[k * rows + i]! : a[i * depth + k]!) * at(k, j);
      return [y];
    },
  });
}

conforms({
  name: 'linear with residual',
  cases: fc.tuple(axis, axis, axis).chain(([rows, k, n]) =>
    fc.record({
      operands: fc.record({ x: floats([rows, k]), weight: floats([n, k]), residual: floats([rows, n]) }),
      attributes: fc.constant(null),
    }),
  ),
  record: ({ x, weight, residual }) => [linear(x, weight, residual)],
  reference: ({ x, weight, residual }, shapes) => {
    const [rows, k] = shapes.x as [number, number];
    const n = shapes.weight[0]!;
    return [
      residual.map((r, at) => {
        const [i, j] = [Math.floor(at / n), at % n];
        let sum = r;
        for (let c = 0; c < k && i < rows; c++) sum += x[i * k + c]! * weight[j * k + c]!;
        return sum;
      }),
    ];
  },
});

describe('matmul', () => {
  it('names the shapes that do not fit', () => {
    const record = (a: Tensor, b: Tensor) => () => matmul(a, b);
    expect(record(input([2, 3]), input([4, 5]))).toThrow(ShapeError);
    expect(record(input([2, 3]), input([4, 5]))).toThrow(
      'matmul: wants [..., k] and [k, n]; got [2, 3] and [4, 5]',
    );
  });
});
