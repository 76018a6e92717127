// Softmax over the last axis, and its logarithm. Both subtract the row's maximum first, so that nothing overflows.
//
//   softmax:    y_j = exp(x_j) / sum_k exp(x_k)     dx = y (dy - sum(dy y))
//   logSoftmax: y_j = x_j - log sum_k exp(x_k)      dx = dy - exp(y) sum(dy)

import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import { type Node, type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { hasType, last, rows, rowUnits } from '../rules.ts';
import { gpuForward, gpuGradient } from './gpu.ts';

type Plain = Op<Record<string, never>>;

/** One call over the rows of tensors of one shape; the last of them is the result. */
function byRows(
  kernel: string,
  gpu: (log: boolean, node: Node) => readonly GpuCall[],
): Pick<Plain, 'simd' | 'gpu'> {
  return {
    simd: ({ inputs, outputs: [y] }, emit) => {
      const units = rowUnits(y!);
      const reads = inputs.map(tensor => emit.read(tensor));
      emit.call(kernel, units, [...reads, emit.write(y!), rows(y!) / units, last(y!)]);
    },
    gpu: node => gpu(kernel.startsWith('log'), node),
  };
}

function opOf(name: string): Plain {
  const gradientOp: Plain = {
    name: `${name}Gradient`,
    infer: ([y]) => [y!],
    ...byRows(`${name}Gradient`, gpuGradient),
  };
  return {
    name,
    infer: ([x]) => {
      hasType(name, 'x', x!, 'f32');
      return [x!];
    },
    gradient: ({ outputs: [y] }, [dy]) => [record(gradientOp, [y!, dy!], {})[0]],
    ...byRows(name, gpuForward),
  };
}

const softmaxOp = opOf('softmax');
const logSoftmaxOp = opOf('logSoftmax');

/** y = exp(x) / sum(exp(x)) over the last axis. Shapes: x [..., n] -> [..., n]. Throws ShapeError unless x is f32. */
export function softmax(x: Tensor): Tensor {
  return record(softmaxOp, [x], {})[0]!;
}

/** y = x - log(sum(exp(x))) over the last axis. Shapes: x [..., n] -> [..., n]. Throws ShapeError unless x is f32. */
export function logSoftmax(x: Tensor): Tensor {
  return record(logSoftmaxOp, [x], {})[0]!;
}
