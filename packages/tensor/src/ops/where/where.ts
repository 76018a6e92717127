// Choice by element. What is not chosen leaves no trace: neither its NaN nor its gradient.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { type Operand, tensorOf } from '../broadcast/constant.ts';
import { broadcastShape } from '../broadcast/shape.ts';
import { sumTo } from '../broadcast/sumTo.ts';
import { zipGpu, zipSimd } from '../broadcast/zip.ts';
import { areFloats } from '../rules.ts';

const op: Op<Record<string, never>> = {
  name: 'where',
  infer: inputs => {
    areFloats('where', { a: inputs[1]!, b: inputs[2]! });
    return [{ shape: broadcastShape('where', ...inputs), dtype: 'f32' }];
  },
  gradient: ({ inputs: [condition, a, b] }, [dy]) => [
    undefined,
    sumTo(where(condition!, dy!, 0), a!.shape),
    sumTo(where(condition!, 0, dy!), b!.shape),
  ],
  simd: (node, emit) => zipSimd(node.inputs[0]!.dtype === 'i32' ? 'whereInteger' : 'where', node, emit),
  gpu: node => zipGpu('if (condition === 0) { return b; } return a;', ['condition', 'a', 'b'], node),
};

/**
 * y = a where `condition` (f32 or i32) is not 0, else b; all three broadcast. da = dy where it is not 0, else 0; db the
 * other way round. Throws ShapeError when the shapes do not fit.
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return record(op, [condition, tensorOf(a), tensorOf(b)], {})[0]!;
}
