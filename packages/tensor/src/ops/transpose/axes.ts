import { type Shape, sizeOf } from '../../graph/tensor.ts';

export interface Axes extends Record<string, number> {
  /** Counted from the first; first < second. */
  readonly first: number;
  readonly second: number;
}

/** Products of the axes before, between and after the two. */
export function split(
  shape: Shape,
  first: number,
  second: number,
): Record<'outer' | 'between' | 'inner', number> {
  const product = (from: number, to?: number) => sizeOf(shape.slice(from, to));
  return { outer: product(0, first), between: product(first + 1, second), inner: product(second + 1) };
}
