// The sizes of a batched product.

import type { Shape } from '../../graph/tensor.ts';

/** Which operand lies transposed: `nn` none, `nt` b, `tn` a. */
export type BatchMatmulForm = 'nn' | 'nt' | 'tn';

export interface Product {
  readonly leading: Shape;
  /** Rows of each result. */
  readonly m: number;
  /** Terms of each sum. */
  readonly k: number;
  /** Columns of each result. */
  readonly n: number;
}

/** Undefined where the shapes do not fit. */
export function productOf(form: BatchMatmulForm, a: Shape, b: Shape): Product | undefined {
  const leading = a.slice(0, -2);
  if (a.length < 2 || b.length !== a.length || b.slice(0, -2).join() !== leading.join()) return undefined;
  const [m, k] = form === 'tn' ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [depth, n] = form === 'nt' ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  return depth === k ? { leading, m, k, n } : undefined;
}
