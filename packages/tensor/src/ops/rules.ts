// Shape rules that several operations share.

import { ShapeError, shapes } from '../graph/errors.ts';
import type { Shape, Spec, Tensor } from '../graph/tensor.ts';

/** What an operation that only changes variables returns: a handle to name it by, without numbers. */
export const EFFECT: Spec = { shape: [0], dtype: 'f32' };

/** Throws ShapeError unless all tensors have the shape of the first. */
export function sameShape(op: string, ...tensors: readonly Tensor[]): void {
  const [first, ...rest] = tensors;
  if (rest.every(tensor => tensor.shape.join() === first!.shape.join())) return;
  throw new ShapeError(`${op}: the shapes must be equal; got ${shapes(...tensors)}`);
}

/** Throws ShapeError unless `tensor` has `shape`; `null` lets an axis be anything. */
export function hasShape(op: string, name: string, tensor: Tensor, shape: readonly (number | null)[]): void {
  if (
    tensor.shape.length === shape.length &&
    shape.every((axis, i) => axis === null || axis === tensor.shape[i])
  )
    return;
  const wanted = shape.map(axis => axis ?? '*').join(', ');
  throw new ShapeError(`${op}: ${name} must have shape [${wanted}]; got ${shapes(tensor)}`);
}

/** Throws ShapeError unless the tensor's elements are of the type. */
export function hasType(op: string, name: string, tensor: Tensor, dtype: 'f32' | 'i32'): void {
  if (tensor.dtype === dtype) return;
  throw new ShapeError(`${op}: ${name} must be ${dtype}; got ${tensor.dtype} ${shapes(tensor)}`);
}

/** Throws ShapeError unless the elements of all tensors, given by name, are f32. */
export function areFloats(op: string, tensors: Readonly<Record<string, Tensor>>): void {
  for (const [name, tensor] of Object.entries(tensors)) hasType(op, name, tensor, 'f32');
}

/** The leading axes: all but the last. */
export function leading({ shape }: { shape: Shape }): Shape {
  return shape.slice(0, -1);
}

/** Size of the last axis; 1 for a scalar. */
export function last({ shape }: { shape: Shape }): number {
  return shape.at(-1) ?? 1;
}

/** Number of rows: the product of all axes but the last. */
export function rows(tensor: { shape: Shape }): number {
  return leading(tensor).reduce((product, axis) => product * axis, 1);
}

/** Units of work along the first axis: one a sequence, so that threads keep to their own sequences and never wait. */
export function batch({ shape }: { shape: Shape }): number {
  return shape[0] ?? 1;
}

/** The same for operations on rows: the last axis is never split, not even where it is the only one. */
export function rowUnits(tensor: { shape: Shape }): number {
  return batch({ shape: leading(tensor) });
}
