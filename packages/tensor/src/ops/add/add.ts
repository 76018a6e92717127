// Elementwise sum of two tensors of one shape.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { batch, sameShape } from '../rules.ts';
import { gpu } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'add',
  infer: inputs => {
    sameShape('add', ...inputs);
    return [inputs[0]!];
  },
  gradient: (_, [dy]) => [dy, dy],
  simd: ({ inputs: [a, b], outputs: [y] }, emit) => {
    emit.call('add', batch(y!), [emit.read(a!), emit.read(b!), emit.write(y!), y!.size / batch(y!)]);
  },
  gpu,
};

/** y = a + b. Shapes must be equal; throws ShapeError otherwise. */
export function add(a: Tensor, b: Tensor): Tensor {
  return record(op, [a, b], {})[0]!;
}
