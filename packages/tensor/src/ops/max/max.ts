// The largest number along an axis, and where it lies: the gradient goes to the first of equals.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Shape, Tensor } from '../../graph/tensor.ts';
import { around, attributesOf, type Reduction, type ReductionAttributes, reducedShape } from '../axes.ts';
import { hasType } from '../rules.ts';
import { gpuGradient, gpuMax } from './gpu.ts';

const op: Op<ReductionAttributes> = {
  name: 'max',
  infer: ([x], attributes) => {
    hasType('max', 'x', x!, 'f32');
    if (around(x!.shape, attributes.axis).length === 0) {
      throw new ShapeError(`max: of no numbers there is no largest; got ${shapes(x!)}`);
    }
    const shape = reducedShape(x!.shape, attributes);
    return [
      { shape, dtype: 'f32' },
      { shape, dtype: 'i32' },
    ];
  },
  gradient: ({ inputs: [x], outputs: [, place], attributes: { axis } }, [dy]) => [
    record(gradientOp(x!.shape, axis), [dy!, place!], {})[0],
  ],
  simd: ({ inputs: [x], outputs: [y, place], attributes: { axis } }, emit) => {
    const { outer, length, inner } = around(x!.shape, axis);
    const to = [emit.write(y!), emit.write(place!)];
    emit.call('maxOver', outer * inner, [emit.readAll(x!), ...to, length, inner]);
  },
  gpu: gpuMax,
};

/** A shape is no scalar, so each has its own Op value. */
function gradientOp(shape: Shape, axis: number): Op<Record<string, never>> {
  return {
    name: 'maxGradient',
    infer: () => [{ shape, dtype: 'f32' }],
    simd: ({ inputs: [dy, place], outputs: [dx] }, emit) => {
      const { outer, length, inner } = around(shape, axis);
      const from = [emit.read(dy!), emit.read(place!)];
      emit.call('maxOverGradient', outer, [...from, emit.write(dx!), length, inner]);
    },
    gpu: node => gpuGradient(axis, node),
  };
}

/**
 * y = the largest number of x along one axis, or of all; NaN where there is a NaN.
 * Shapes: x [..., n, ...] -> [..., ...], with keepDims [..., 1, ...]; all axes: []. dx = dy at the first largest, else 0.
 * Throws ShapeError, also when n is 0.
 */
export function max(x: Tensor, options: Reduction = {}): Tensor {
  return record(op, [x], attributesOf('max', x, options))[0]!;
}
