// Rows of axis 0 by id, whatever a row's shape; the gradient adds rows up by id, in the order of the ids. On simd it
// runs embedding's kernels: there a row is a row, whatever its shape.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import { type Shape, sizeOf, type Tensor } from '../../graph/tensor.ts';
import { batch, hasType } from '../rules.ts';
import { gpuGather, gpuGradient } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'gather',
  infer: ([x, ids]) => {
    hasType('gather', 'x', x!, 'f32');
    hasType('gather', 'ids', ids!, 'i32');
    if (x!.shape.length === 0) {
      throw new ShapeError(`gather: x must have an axis; got ${shapes(x!, ids!)}`);
    }
    return [{ shape: [...ids!.shape, ...x!.shape.slice(1)], dtype: 'f32' }];
  },
  gradient: ({ inputs: [x, ids] }, [dy]) => [record(gradientOp(x!.shape), [ids!, dy!], {})[0], undefined],
  simd: ({ inputs: [x, ids], outputs: [y] }, emit) => {
    const units = batch(ids!);
    emit.call('embedding', units, [
      emit.read(ids!),
      emit.readAll(x!),
      emit.write(y!),
      ids!.size / units,
      x!.shape[0]!,
      sizeOf(x!.shape.slice(1)),
    ]);
  },
  gpu: gpuGather,
};

/** A shape is no scalar, so each has its own Op value. */
function gradientOp(shape: Shape): Op<Record<string, never>> {
  return {
    name: 'gatherGradient',
    infer: () => [{ shape, dtype: 'f32' }],
    simd: ({ inputs: [ids, dy], outputs: [dx] }, emit) => {
      // threads split a row's numbers: each adds up all rows, in order, for its own
      const words = sizeOf(shape.slice(1));
      emit.call('embeddingGradient', words, [
        emit.readAll(ids!),
        emit.readAll(dy!),
        emit.writeAll(dx!),
        ids!.size,
        shape[0]!,
        words,
      ]);
    },
    gpu: gpuGradient,
  };
}

/**
 * y[i..., ...] = x[ids[i...], ...]: slices of x's first axis by id; NaN for an id outside it.
 * Shapes: x [n, ...], ids i32 [any] -> [any, ...]. dx[k] = the sum of dy where the id is k. Throws ShapeError.
 */
export function gather(x: Tensor, ids: Tensor): Tensor {
  return record(op, [x, ids], {})[0]!;
}
