// What reductions share: which axis goes, and the shape [outer, length, inner] around it.

import { ShapeError, shapes } from '../graph/errors.ts';
import { type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';

/** Options of sum, mean and max. */
export interface Reduction {
  /** The axis that goes; negative: counted from the last. Absent: all of them. */
  readonly axis?: number;
  /** Whether it stays as an axis of size 1. */
  readonly keepDims?: boolean;
}

/** As attributes: `axis` is -1 for all. */
export interface ReductionAttributes extends Record<string, number | boolean> {
  readonly axis: number;
  readonly keepDims: boolean;
}

/** A shape taken apart at an axis. */
export interface Around {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** The axis counted from the first. Throws ShapeError when there is none. */
export function axisOf(op: string, tensor: Tensor, axis: number): number {
  const rank = tensor.shape.length;
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  const axes = rank === 0 ? 'it has none' : `axes are ${-rank} to ${rank - 1}`;
  throw new ShapeError(`${op}: there is no axis ${axis} in shape ${shapes(tensor)}; ${axes}`);
}

export function attributesOf(
  op: string,
  x: Tensor,
  { axis, keepDims = false }: Reduction,
): ReductionAttributes {
  return { axis: axis === undefined ? -1 : axisOf(op, x, axis), keepDims };
}

export function reducedShape(shape: Shape, { axis, keepDims }: ReductionAttributes): Shape {
  if (axis === -1) return keepDims ? shape.map(() => 1) : [];
  return keepDims ? shape.with(axis, 1) : shape.toSpliced(axis, 1);
}

/** Sizes before, of and after the axis; all numbers are one axis where `axis` is -1. */
export function around(shape: Shape, axis: number): Around {
  if (axis === -1) return { outer: 1, length: sizeOf(shape), inner: 1 };
  return {
    outer: sizeOf(shape.slice(0, axis)),
    length: shape[axis]!,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}
