// Two axes change places.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { axisOf } from '../axes.ts';
import { type Axes, split } from './axes.ts';
import { gpu } from './gpu.ts';

const op: Op<Axes> = {
  name: 'transpose',
  infer: ([x], { first, second }) => {
    const shape = x!.shape.with(first, x!.shape[second]!).with(second, x!.shape[first]!);
    return [{ shape, dtype: x!.dtype }];
  },
  gradient: ({ attributes }, [dy]) => [record(op, [dy!], attributes)[0]],
  simd: ({ inputs: [x], outputs: [y], attributes: { first, second } }, emit) => {
    const [p, q] = [x!.shape[first]!, x!.shape[second]!];
    const { outer, between, inner } = split(x!.shape, first, second);
    emit.call('transpose', outer * q * between, [emit.readAll(x!), emit.write(y!), p, between, q, inner]);
  },
  gpu,
};

/**
 * x with two axes swapped: y[..., j, ..., i, ...] = x[..., i, ..., j, ...]; by default the last two. Negative axes count
 * from the last. Shapes: x [..., p, ..., q, ...] -> [..., q, ..., p, ...]. dx = dy swapped back. Throws ShapeError.
 */
export function transpose(x: Tensor, a = -2, b = -1): Tensor {
  const [i, j] = [axisOf('transpose', x, a), axisOf('transpose', x, b)];
  return i === j ? x : record(op, [x], { first: Math.min(i, j), second: Math.max(i, j) })[0]!;
}
