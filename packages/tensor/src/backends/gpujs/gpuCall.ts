// A call of one gpu.js kernel, as an operation describes it.
//
// Every tensor is two-dimensional to a kernel: rows = product of the leading axes, columns = the last axis, indexed
// x[row][column]. A tensor of one axis is one row; a scalar is one row of one. A kernel computes one number of its
// output, at [this.thread.y][this.thread.x]. Integers travel as floats.
//
// Kernels are strings, never functions, because bundlers rewrite functions and the rewritten text no longer compiles on
// a GPU. What all of gpu.js's backends understand:
//   - `for` from a literal to a constant, loop variables unique within the kernel; no `continue`
//   - scalar variables, each initialised, `const` where it never changes; no arrays of its own, at most 7 arguments
//   - this.constants; +, -, *, /, Math.floor, Math.exp, Math.log, Math.sqrt; comparisons, but none with NaN
//   - no index divides exactly on every GPU: take a row r apart with Math.floor((r + 0.5) / n)

import { type Shape, Tensor } from '../../graph/tensor.ts';

export interface GpuCall {
  /** A function expression; its parameters are the inputs in order, `this.constants` the constants. */
  readonly source: string;
  readonly inputs: readonly Tensor[];
  /** What it computes: an output of the node, a variable that it replaces, or a `temporary` for the node's later calls. */
  readonly output: Tensor;
  /** Scalars baked into the kernel. */
  readonly constants?: Readonly<Record<string, number>>;
}

/** A value that lives only between the calls of one node. */
export function temporary(shape: Shape): Tensor {
  return new Tensor(shape, 'f32');
}

/**
 * NaN as a kernel's expression: the root of a number below zero, known only when it runs. Compilers fold constants, and
 * GPUs make 0 / 0 into 0.
 */
export function notANumber(value: string): string {
  return `Math.sqrt(-1 - ${value} * ${value})`;
}
