// Packed copies of weights, kept beside the variables and refreshed only after a weight has changed: a training step or
// a whole rollout packs each weight once.

import type { SimdStorage } from './storage.ts';

/** `rows`: B is the matrix itself, [depth, columns]. `columns`: B is its transpose; the matrix is [columns, depth]. */
export type PackForm = 'rows' | 'columns';

export interface PackedWeight {
  /** The variable's own numbers. */
  readonly storage: SimdStorage;
  readonly address: number;
  readonly bytes: number;
  /** The program that packs it. */
  readonly program: Block;
  /** The storage's version that the copy holds. */
  version: number;
}

/** A stretch of the heap. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Whether the copy must be made anew. */
export function isStale({ storage, version }: PackedWeight): boolean {
  return storage.version !== version;
}
