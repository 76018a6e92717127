// Rows of a table by id, and the gradient: rows added up by id, in token order.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { batch, hasShape, hasType, last } from '../rules.ts';
import { gpuForward, gpuGradient } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'embedding',
  infer: ([ids, table]) => {
    hasType('embedding', 'ids', ids!, 'i32');
    hasType('embedding', 'table', table!, 'f32');
    hasShape('embedding', 'table', table!, [null, null]);
    return [{ shape: [...ids!.shape, last(table!)], dtype: 'f32' }];
  },
  gradient: ({ inputs: [ids, table] }, [dy]) => [
    undefined,
    record(gradientOp, [ids!, dy!], { vocabulary: table!.shape[0]! })[0],
  ],
  simd: ({ inputs: [ids, table], outputs: [y] }, emit) => {
    const units = batch(ids!);
    emit.call('embedding', units, [
      emit.read(ids!),
      emit.readAll(table!),
      emit.write(y!),
      ids!.size / units,
      table!.shape[0]!,
      last(table!),
    ]);
  },
  gpu: gpuForward,
};

const gradientOp: Op<{ readonly vocabulary: number }> = {
  name: 'embeddingGradient',
  infer: ([, dy], { vocabulary }) => [{ shape: [vocabulary, last(dy!)], dtype: 'f32' }],
  simd: ({ inputs: [ids, dy], outputs: [dtable], attributes }, emit) => {
    // threads split the columns: each adds up all tokens, in order, for its own
    const columns = last(dy!);
    emit.call('embeddingGradient', columns, [
      emit.readAll(ids!),
      emit.readAll(dy!),
      emit.writeAll(dtable!),
      ids!.size,
      attributes.vocabulary,
      columns,
    ]);
  },
  gpu: gpuGradient,
};

/**
 * Rows of `table` [vocabulary, features] by `ids` (i32, any shape) -> [...ids, features].
 * An id outside the vocabulary gives a row of NaN.
 */
export function embedding(ids: Tensor, table: Tensor): Tensor {
  return record(op, [ids, table], {})[0]!;
}
