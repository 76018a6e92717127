// An operation, and the recording of its use. Everything that is known about an operation hangs on its Op value:
// the shape rule, the gradient and one lowering per backend. It lives in one folder of src/ops.

import type { GpuCall } from '../backends/gpujs/gpuCall.ts';
import type { Emitter } from '../backends/simd/emitter.ts';
import { type Spec, Tensor, type Variable } from './tensor.ts';

/** Scalar options of an operation's use, fixed when it is recorded. */
export type Attributes = Readonly<Record<string, number | boolean>>;

/** One recorded use of an operation. */
export interface Node<A extends Attributes = Attributes> {
  /** Ascending in recording order; a node's inputs always have smaller ids. */
  readonly id: number;
  readonly op: Op<A>;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: A;
}

export interface Op<A extends Attributes = Attributes> {
  readonly name: string;
  /** Specs of the outputs. Throws ShapeError, naming the operation, when the inputs do not fit. */
  infer(inputs: readonly Tensor[], attributes: A): readonly Spec[];
  /** Which inputs it changes in place; all of them variables. */
  readonly mutates?: readonly number[];
  /**
   * Records the gradient: cotangents of the outputs in (undefined where nothing flows), cotangents of the inputs out,
   * undefined for an input that has none. Absent: the operation is not differentiable.
   */
  gradient?(node: Node<A>, cotangents: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  /** Emits the calls of SIMD kernels that compute it. */
  simd(node: Node<A>, emit: Emitter): void;
  /** What emits those that add its only output to a variable instead, if there is a way; for who `absorbs` it. */
  simdAdd?(node: Node<A>): ((emit: Emitter, variable: Variable) => void) | undefined;
  /** The input that need not be there as such where the operation that makes it has a `simdAdd`. */
  readonly absorbs?: number;
  /** The gpu.js kernels that compute it, in order. */
  gpu(node: Node<A>): readonly GpuCall[];
}

/** The variables that a node changes. */
export function changedBy({ op, inputs }: Node): readonly Tensor[] {
  return (op.mutates ?? []).map(i => inputs[i]!);
}

let nextId = 0;

/** Records one use of an operation and returns its outputs. Nothing is computed. */
export function record<A extends Attributes>(
  op: Op<A>,
  inputs: readonly Tensor[],
  attributes: A,
): readonly Tensor[] {
  const specs = op.infer(inputs, attributes);
  const outputs: Tensor[] = [];
  const node: Node<A> = { id: nextId++, op, inputs, outputs, attributes };
  for (const spec of specs) outputs.push(new Tensor(spec.shape, spec.dtype, node as unknown as Node));
  return outputs;
}
