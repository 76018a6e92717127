// A call of one gpu.js kernel, as an operation describes it.
//
// Every tensor is two-dimensional to a kernel: rows = product of the leading axes, columns = the last axis, indexed
// x[row][column]; integers travel as floats. Kernels are strings, never functions, because bundlers rewrite functions
// and the rewritten text no longer compiles on a GPU. The portable subset of the language: `for` from a literal with
// unique loop variables and argument or constant bounds, scalar accumulators, no `continue`, no arrays, every variable
// initialised.

import type { Tensor } from '../../graph/tensor.ts';

export interface GpuCall {
  /** A function expression; its parameters are the inputs in order, `this.constants` the constants. */
  readonly source: string;
  readonly inputs: readonly Tensor[];
  /** What it computes: one output of the node, or a variable that it replaces. */
  readonly output: Tensor;
  /** Scalars baked into the kernel. */
  readonly constants?: Readonly<Record<string, number>>;
}
