// Sum and mean are one operation: the mean divides by the number of terms.

import { type Op, record } from '../../graph/op.ts';
import type { Shape, Tensor } from '../../graph/tensor.ts';
import { around, attributesOf, type Reduction, type ReductionAttributes, reducedShape } from '../axes.ts';
import { hasType } from '../rules.ts';
import { gpuSpread, gpuSum } from './gpu.ts';

/** Terms that one unit adds up where all numbers go into one sum; fixed, so that bits do not depend on the threads. */
const BLOCK = 4096;

export function sumOp(name: 'sum' | 'mean'): Op<ReductionAttributes> {
  const mean = name === 'mean';
  return {
    name,
    infer: ([x], attributes) => {
      hasType(name, 'x', x!, 'f32');
      return [{ shape: reducedShape(x!.shape, attributes), dtype: 'f32' }];
    },
    gradient: ({ inputs: [x], attributes }, [dy]) => [
      record(spreadOp(mean, x!.shape, attributes.axis), [dy!], {})[0],
    ],
    simd: ({ inputs: [x], outputs: [y], attributes }, emit) => {
      const { outer, length, inner } = around(x!.shape, attributes.axis);
      const divisor = mean ? length : 1;
      if (outer * inner > 1 || length <= BLOCK) {
        const units = outer * inner;
        emit.call('sumOver', units, [emit.readAll(x!), emit.write(y!), length, inner, divisor]);
        return;
      }
      const blocks = Math.ceil(length / BLOCK);
      const partial = emit.temporary(8 * blocks);
      emit.call('sumBlocks', blocks, [emit.readAll(x!), partial.write, length, BLOCK]);
      emit.call('sumOfBlocks', 1, [partial.readAll, emit.write(y!), blocks, divisor]);
    },
    gpu: node => gpuSum(mean, node),
  };
}

/** The gradient: each cotangent goes to all terms. A shape is no scalar, so each has its own Op value. */
function spreadOp(mean: boolean, shape: Shape, axis: number): Op<Record<string, never>> {
  return {
    name: mean ? 'meanGradient' : 'sumGradient',
    infer: () => [{ shape, dtype: 'f32' }],
    simd: ({ inputs: [dy], outputs: [dx] }, emit) => {
      const { length, inner } = around(shape, axis);
      emit.call('spread', dx!.size, [emit.readAll(dy!), emit.write(dx!), length, inner, mean ? length : 1]);
    },
    gpu: node => gpuSpread(mean, axis, node),
  };
}

/** The function that users call. */
export function recordSum(op: Op<ReductionAttributes>): (x: Tensor, options?: Reduction) => Tensor {
  return (x, options = {}) => record(op, [x], attributesOf(op.name, x, options))[0]!;
}
