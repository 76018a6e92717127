// Sum of two tensors, broadcast; two of one shape, the common case, keep a kernel of their own.

import type { Op } from '../../graph/op.ts';
import { type BinaryFunction, binaryOp, recordBinary } from '../binary/binary.ts';
import { zipSimd } from '../broadcast/zip.ts';
import { batch } from '../rules.ts';

const op: Op<Record<string, never>> = {
  ...binaryOp({ name: 'add', gpu: 'return a + b;', gradient: dy => [dy, dy] }),
  simd: (node, emit) => {
    const { inputs, outputs } = node;
    const [a, b, y] = [inputs[0]!, inputs[1]!, outputs[0]!];
    if (a.shape.join() !== b.shape.join()) return zipSimd('addBroadcast', node, emit);
    emit.call('add', batch(y), [emit.read(a), emit.read(b), emit.write(y), y.size / batch(y)]);
  },
};

/** y = a + b, broadcast as NumPy does. Throws ShapeError when the shapes do not fit. */
export const add: BinaryFunction = recordBinary(op);
