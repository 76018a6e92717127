// What the operations on two broadcast tensors share. Each is a file beside this one: its formula for gpu.js and its
// gradient; its formula for SIMD is a class of functions.as.ts, exported under the operation's name.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { type Operand, tensorOf } from '../broadcast/constant.ts';
import { broadcastShape } from '../broadcast/shape.ts';
import { sumTo } from '../broadcast/sumTo.ts';
import { zipGpu, zipSimd } from '../broadcast/zip.ts';
import { areFloats } from '../rules.ts';

/** A recorded operation on two tensors or numbers, broadcast as NumPy does. */
export type BinaryFunction = (a: Operand, b: Operand) => Tensor;

export interface Binary {
  /** Its name, and its SIMD kernel's. */
  readonly name: string;
  /** The body of the gpu.js kernel: a function of the numbers a and b. */
  readonly gpu: string;
  /** Cotangents of a and b in the result's shape; what was broadcast is summed afterwards. */
  gradient(dy: Tensor, a: Tensor, b: Tensor, y: Tensor): readonly (Tensor | undefined)[];
}

export function binaryOp({ name, gpu, gradient }: Binary): Op<Record<string, never>> {
  return {
    name,
    infer: ([a, b]) => {
      areFloats(name, { a: a!, b: b! });
      return [{ shape: broadcastShape(name, a!, b!), dtype: 'f32' }];
    },
    gradient: ({ inputs, outputs: [y] }, [dy]) =>
      gradient(dy!, inputs[0]!, inputs[1]!, y!).map((d, i) => d && sumTo(d, inputs[i]!.shape)),
    simd: (node, emit) => zipSimd(name, node, emit),
    gpu: node => zipGpu(gpu, ['a', 'b'], node),
  };
}

export function recordBinary(op: Op<Record<string, never>>): BinaryFunction {
  return (a, b) => record(op, [tensorOf(a), tensorOf(b)], {})[0]!;
}

/** The function that users call. Throws ShapeError when the shapes do not broadcast or a tensor is not f32. */
export function binary(rule: Binary): BinaryFunction {
  return recordBinary(binaryOp(rule));
}
