// The same numbers, in row-major order, under another shape. For now a copy: plans give each value a place of its own.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import { checkShape, type Shape, sizeOf, type Tensor } from '../../graph/tensor.ts';
import { batch } from '../rules.ts';
import { gpu } from './gpu.ts';

/** A shape is no scalar, so each has its own Op value. */
function opOf(shape: Shape): Op<Record<string, never>> {
  return {
    name: 'reshape',
    infer: ([x]) => {
      if (sizeOf(shape) === x!.size) return [{ shape, dtype: x!.dtype }];
      throw new ShapeError(`reshape: the sizes must be equal; got ${shapes(x!, { shape })}`);
    },
    gradient: ({ inputs: [x] }, [dy]) => [reshape(dy!, x!.shape)],
    simd: ({ inputs: [x], outputs: [y] }, emit) => {
      const units = batch(x!) === batch(y!) ? batch(x!) : x!.size;
      emit.call('copy', units, [emit.read(x!), emit.write(y!), x!.size / units]);
    },
    gpu,
  };
}

/** The shape with its -1, if it has one, replaced by what the size leaves for it. */
function complete(x: Tensor, shape: Shape): Shape {
  const open = shape.indexOf(-1);
  if (open < 0) return checkShape(shape, 'reshape');
  if (shape.indexOf(-1, open + 1) > 0) {
    throw new ShapeError(`reshape: one axis at most may be -1; got ${shapes(x, { shape })}`);
  }
  const others = sizeOf(checkShape(shape.toSpliced(open, 1), 'reshape'));
  if (others > 0 && x.size % others === 0) return shape.with(open, x.size / others);
  throw new ShapeError(`reshape: no whole number in place of -1 fits; got ${shapes(x, { shape })}`);
}

/**
 * The numbers of x under another shape of the same size; one axis may be -1: what the others leave. Copies, for now.
 * Shapes: x [...] -> shape. dx = dy under x's shape. Throws ShapeError when the sizes differ.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  return record(opOf(complete(x, shape)), [x], {})[0]!;
}
