// Adds a tensor to a variable in place: how gradients of micro-batches sum up.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor, Variable } from '../../graph/tensor.ts';
import { areFloats, batch, EFFECT, sameShape } from '../rules.ts';
import { gpu } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'accumulate',
  mutates: [0],
  infer: ([variable, x]) => {
    areFloats('accumulate', { variable: variable!, x: x! });
    sameShape('accumulate', variable!, x!);
    return [EFFECT];
  },
  absorbs: 1,
  simd: ({ inputs: [variable, x] }, emit) => {
    if (!emit.isPlaced(x!)) return x!.node!.op.simdAdd!(x!.node!)!(emit, variable as Variable);
    const units = batch(x!);
    emit.call('add', units, [emit.read(variable!), emit.read(x!), emit.write(variable!), x!.size / units]);
  },
  gpu,
};

/** variable += x. Returns a handle for a recording's `effects`. */
export function accumulate(variable: Variable, x: Tensor): Tensor {
  return record(op, [variable, x], {})[0]!;
}
