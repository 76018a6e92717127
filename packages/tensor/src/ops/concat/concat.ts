// Tensors one after another along an axis; the gradients are slices.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { around, axisOf } from '../axes.ts';
import { slice } from '../slice/slice.ts';
import { gpu } from './gpu.ts';

const op: Op<{ readonly axis: number }> = {
  name: 'concat',
  infer: (inputs, { axis }) => {
    const [first] = inputs;
    const others = ({ shape, dtype }: Tensor) => `${dtype} ${shape.toSpliced(axis, 1)} of ${shape.length}`;
    if (inputs.some(tensor => others(tensor) !== others(first!))) {
      throw new ShapeError(
        `concat: types and all axes but ${axis} must be equal; got ${inputs.map(tensor => `${tensor.dtype} ${shapes(tensor)}`).join(' and ')}`,
      );
    }
    const length = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    return [{ shape: first!.shape.with(axis, length), dtype: first!.dtype }];
  },
  gradient: ({ inputs, attributes: { axis } }, [dy]) => {
    let start = 0;
    return inputs.map(({ shape, dtype }) => {
      const from = start;
      start += shape[axis]!;
      return dtype === 'f32' ? slice(dy!, axis, from, start) : undefined;
    });
  },
  simd: ({ inputs, outputs: [y], attributes: { axis } }, emit) => {
    const { outer, length, inner } = around(y!.shape, axis);
    let start = 0;
    for (const x of inputs) {
      const words = x.shape[axis]! * inner;
      // every call writes its own part of each unit's slice
      emit.call('concat', outer, [emit.read(x), emit.write(y!), length * inner, start, words]);
      start += words;
    }
  },
  gpu,
};

/**
 * The tensors one after another along an axis, by default the first; negative axes count from the last.
 * Shapes: [..., n1, ...], [..., n2, ...], ... -> [..., n1 + n2 + ..., ...]. The gradients are dy's parts.
 * Throws ShapeError when other axes or types differ, or there is no tensor.
 */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (!first) throw new ShapeError('concat: there must be a tensor; got none');
  return record(op, tensors, { axis: axisOf('concat', first, axis) })[0]!;
}
