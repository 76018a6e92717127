// Packed copies of weights, kept beside the variables and refreshed only after a weight has changed: a training step or
// a whole rollout packs each weight once.

import type { Variable } from '../../graph/tensor.ts';
import type { SimdStorage } from './storage.ts';

/** `rows`: B is the matrix itself, [depth, columns]. `columns`: B is its transpose; the matrix is [columns, depth]. */
export type PackForm = 'rows' | 'columns';

export interface PackedWeight {
  readonly variable: Variable;
  readonly form: PackForm;
  readonly address: number;
  readonly bytes: number;
  /** Address of the program that packs it. */
  readonly program: number;
  /** The variable's version that the copy holds. */
  version: number;
}

/** Whether the copy must be made anew. */
export function isStale({ variable, version }: PackedWeight): boolean {
  return (variable.storage as SimdStorage).version !== version;
}
