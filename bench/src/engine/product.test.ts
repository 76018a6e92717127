import { expect, test } from 'vitest';
import { pattern } from '../peers/serve.ts';
import { places, productValues } from './product.ts';

// whole matrices, transposed by hand
test.each(['nn', 'nt', 'tn'] as const)('%s has the values of the whole product', form => {
  const shape = { form, m: 5, k: 7, n: 6 } as const;
  const { m, k, n } = shape;
  const cut = (data: Float32Array, columns: number) =>
    Array.from({ length: data.length / columns }, (_, row) => [
      ...data.slice(row * columns, (row + 1) * columns),
    ]);
  const transpose = (rows: number[][]) => rows[0]!.map((_, column) => rows.map(row => row[column]!));
  const a = form === 'tn' ? transpose(cut(pattern(k * m), m)) : cut(pattern(m * k), k);
  const b = form === 'nt' ? transpose(cut(pattern(n * k), k)) : cut(pattern(k * n), n);
  const c = a.flatMap(row => b[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * b[i]![j]!, 0)));
  expect(productValues(shape)).toEqual(places(shape).map(place => c[place]));
  expect(places(shape).at(-1)).toBe(m * n - 1);
});
