// NumPy's broadcasting: shapes are aligned at their last axes, and an axis of size 1 is repeated.

import { ShapeError, shapes } from '../../graph/errors.ts';
import type { Shape, Tensor } from '../../graph/tensor.ts';

/** How to walk a shape row by row: sizes of axes, and how far each operand moves along them (0: it is repeated). */
export interface Walk {
  readonly sizes: readonly number[];
  /** One list for each operand, in elements. */
  readonly strides: readonly (readonly number[])[];
}

/** The shape that all tensors fit. Throws ShapeError when there is none. */
export function broadcastShape(op: string, ...tensors: readonly Tensor[]): Shape {
  const rank = Math.max(...tensors.map(({ shape }) => shape.length));
  const aligned = tensors.map(({ shape }) => align(shape, rank));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = new Set(aligned.map(shape => shape[i]!).filter(size => size !== 1));
    if (sizes.size > 1) {
      throw new ShapeError(
        `${op}: the shapes must broadcast: counted from the last, axes are equal or 1; got ${shapes(...tensors)}`,
      );
    }
    return [...sizes][0] ?? 1;
  });
}

/** The walk over `shape` in as few axes as the operands allow: axes that all of them pass in one stride become one. */
export function walk(shape: Shape, operands: readonly Shape[]): Walk {
  const all = operands.map(operand => stridesOf(align(operand, shape.length)));
  const sizes: number[] = [];
  const strides: number[][] = all.map(() => []);
  shape.forEach((size, i) => {
    if (size === 1) return;
    const end = sizes.length - 1;
    if (end >= 0 && all.every((own, k) => strides[k]![end] === own[i]! * size)) {
      sizes[end]! *= size;
      all.forEach((own, k) => {
        strides[k]![end] = own[i]!;
      });
    } else {
      sizes.push(size);
      all.forEach((own, k) => {
        strides[k]!.push(own[i]!);
      });
    }
  });
  return { sizes, strides };
}

/** Row-major strides, 0 along axes of size 1. */
function stridesOf(shape: Shape): readonly number[] {
  let below = 1;
  return shape
    .toReversed()
    .map(size => {
      const stride = size === 1 ? 0 : below;
      below *= size;
      return stride;
    })
    .toReversed();
}

/** The shape with axes of size 1 in front. */
export function align(shape: Shape, rank: number): Shape {
  return [...Array<number>(rank - shape.length).fill(1), ...shape];
}
