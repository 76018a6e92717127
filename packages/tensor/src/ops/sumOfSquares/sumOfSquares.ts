// The sum of squares of all elements, for norms of gradients. Summed in float64, in one order whatever the threads.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { batch } from '../rules.ts';
import { gpu } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'sumOfSquares',
  infer: () => [{ shape: [1], dtype: 'f32' }],
  simd: ({ inputs: [x], outputs: [sum] }, emit) => {
    const units = batch(x!);
    const partial = emit.temporary(8 * units);
    emit.call('sumOfSquares', units, [emit.read(x!), partial.write, x!.size / units]);
    emit.call('sumPartials', 1, [partial.readAll, emit.write(sum!), units]);
  },
  gpu,
};

/** sum(x^2) as a tensor of shape [1]. */
export function sumOfSquares(x: Tensor): Tensor {
  return record(op, [x], {})[0]!;
}
