// A stretch of one axis; its gradient is the cotangent among zeros.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { around, axisOf } from '../axes.ts';
import { gpuGradient, gpuSlice } from './gpu.ts';

const op: Op<{ readonly axis: number; readonly start: number; readonly end: number }> = {
  name: 'slice',
  infer: ([x], { axis, start, end }) => {
    const length = x!.shape[axis]!;
    if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= length) {
      return [{ shape: x!.shape.with(axis, end - start), dtype: x!.dtype }];
    }
    throw new ShapeError(
      `slice: start and end must be whole, 0 <= start <= end <= ${length}; got ${start} and ${end} of ${shapes(x!)}`,
    );
  },
  gradient: ({ inputs: [x], attributes: { axis, start } }, [dy]) => [
    record(gradientOp, [dy!], { axis, start, length: x!.shape[axis]! })[0],
  ],
  simd: ({ inputs: [x], outputs: [y], attributes: { axis, start, end } }, emit) => {
    const { outer, length, inner } = around(x!.shape, axis);
    const words = [length * inner, start * inner, (end - start) * inner];
    emit.call('slice', outer, [emit.read(x!), emit.write(y!), ...words]);
  },
  gpu: gpuSlice,
};

const gradientOp: Op<{ readonly axis: number; readonly start: number; readonly length: number }> = {
  name: 'sliceGradient',
  infer: ([dy], { axis, length }) => [{ shape: dy!.shape.with(axis, length), dtype: 'f32' }],
  simd: ({ inputs: [dy], outputs: [dx], attributes: { axis, start } }, emit) => {
    const { outer, length, inner } = around(dx!.shape, axis);
    const words = [length * inner, start * inner, dy!.shape[axis]! * inner];
    emit.call('sliceGradient', outer, [emit.read(dy!), emit.write(dx!), ...words]);
  },
  gpu: gpuGradient,
};

/**
 * x at the places [start, end) of an axis; a negative axis counts from the last. By default `end` is the axis's.
 * Shapes: x [..., n, ...] -> [..., end - start, ...]. dx = dy there, else 0. Throws ShapeError.
 */
export function slice(x: Tensor, axis: number, start: number, end?: number): Tensor {
  const at = axisOf('slice', x, axis);
  return record(op, [x], { axis: at, start, end: end ?? x.shape[at]! })[0]!;
}
