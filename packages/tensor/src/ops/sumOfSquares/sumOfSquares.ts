// The sum of squares of all elements, for norms of gradients. Summed in float64, in one order whatever the threads.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { mul } from '../binary/mul.ts';
import { sumTo } from '../broadcast/sumTo.ts';
import { batch, hasType } from '../rules.ts';
import { gpu } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'sumOfSquares',
  infer: ([x]) => {
    hasType('sumOfSquares', 'x', x!, 'f32');
    return [{ shape: [1], dtype: 'f32' }];
  },
  // a scalar x times dy would have dy's shape
  gradient: ({ inputs: [x] }, [dy]) => [sumTo(mul(mul(x!, 2), dy!), x!.shape)],
  simd: ({ inputs: [x], outputs: [sum] }, emit) => {
    const units = batch(x!);
    const partial = emit.temporary(8 * units);
    emit.call('sumOfSquares', units, [emit.read(x!), partial.write, x!.size / units]);
    emit.call('sumPartials', 1, [partial.readAll, emit.write(sum!), units]);
  },
  gpu,
};

/** sum(x^2). Shapes: any -> [1]. dx = 2 x dy. Throws ShapeError unless x is f32. */
export function sumOfSquares(x: Tensor): Tensor {
  return record(op, [x], {})[0]!;
}
