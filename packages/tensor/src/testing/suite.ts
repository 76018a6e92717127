// What an operation says to be tested on every backend: cases, and the same computation in float64.

import type * as fc from 'fast-check';
import type { Shape, Tensor } from '../graph/tensor.ts';

/** One input of an operation: float values (differentiable) or integers. */
export interface Operand {
  readonly shape: Shape;
  readonly values: readonly number[];
  readonly dtype?: 'i32';
  /** A float input that has no gradient (tables, temperatures). */
  readonly constant?: true;
}

export interface Suite<S = unknown, K extends string = string> {
  /** The function that users call. */
  readonly operation: string;
  /** Tells several suites of one operation apart. */
  readonly variant?: string;
  /** Sizes of axes, and the options of the call. */
  readonly sizes: fc.Arbitrary<S>;
  /** Sizes that every run tries first: axes of size 1, empty axes, and what is special to the operation. */
  readonly edges: readonly S[];
  operands(sizes: S): fc.Arbitrary<Readonly<Record<K, Operand>>>;
  /** Records the operation. */
  record(tensors: Readonly<Record<K, Tensor>>, sizes: S): readonly Tensor[];
  /** The same in float64: one array for each recorded output. */
  reference(values: Readonly<Record<K, Float64Array>>, sizes: S): readonly Float64Array[];
  /** False where the operation has no gradient. */
  readonly differentiable?: false;
  /**
   * Operands that the operation changes in place: they live in variables, `record` returns effects, and `reference` the
   * operands' new values.
   */
  readonly changes?: readonly NoInfer<K>[];
  /** Whether NaN and infinity among the operands come out as the reference, which computes in IEEE 754, says. */
  readonly propagates?: true;
}

/** One use of an operation, with numbers. */
export interface Case<S = unknown> {
  readonly sizes: S;
  readonly operands: Readonly<Record<string, Operand>>;
  /** Whether the operands live in variables: kernels may keep copies of those, packed. */
  readonly resident: boolean;
}

/** States a suite; the types of its parts follow from one another. */
export function suite<S, K extends string>(parts: Suite<S, K>): Suite {
  return parts as unknown as Suite;
}

/** `matmul nt`: the operation, and which of its suites. */
export function nameOf({ operation, variant }: Suite): string {
  return variant ? `${operation} ${variant}` : operation;
}
