// What a product must come to, at a few places, in float64.

import type { ProductShape } from '../peers/protocol.ts';
import { pattern } from '../peers/serve.ts';

const COUNT = 8;

/** Places of the result in row-major order, the last among them. */
export function places({ m, n }: ProductShape): number[] {
  return Array.from({ length: COUNT }, (_, i) => Math.floor(((i + 1) * m * n) / COUNT) - 1);
}

/** The values there. */
export function productValues(shape: ProductShape): number[] {
  const { form, m, k, n } = shape;
  const [a, b] = [pattern(m * k), pattern(k * n)];
  const left = (row: number, i: number) => a[form === 'tn' ? i * m + row : row * k + i]!;
  const right = (i: number, column: number) => b[form === 'nt' ? column * k + i : i * n + column]!;
  return places(shape).map(place => {
    const [row, column] = [Math.floor(place / n), place % n];
    let sum = 0;
    for (let i = 0; i < k; i++) sum += left(row, i) * right(i, column);
    return sum;
  });
}
