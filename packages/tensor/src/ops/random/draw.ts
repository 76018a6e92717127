// What random tensors share: element i of a draw is a function of the key and of i, so that the numbers depend neither on
// threads nor on the backend. The hash is hash.as.ts and gpu.ts.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import { checkShape, type Shape, type Tensor } from '../../graph/tensor.ts';
import { batch } from '../rules.ts';
import { gpuDraw } from './gpu.ts';
import { KEY_WORDS } from './key.ts';

/** A recorded draw: shape, and a key (i32 [KEY_WORDS], see randomKey). */
export type DrawFunction = (shape: Shape, key: Tensor) => Tensor;

/** Throws ShapeError unless the tensor can hold a key. */
export function checkKey(op: string, key: Tensor): void {
  if (key.dtype === 'i32' && key.shape.join() === `${KEY_WORDS}`) return;
  throw new ShapeError(
    `${op}: key must be i32 of shape [${KEY_WORDS}], for the numbers of randomKey(seed, counter); got ${key.dtype} ${shapes(key)}`,
  );
}

/** The function that users call. `name` is its SIMD kernel's too; `body` see gpuDraw. */
export function draw(name: string, body: string): DrawFunction {
  // a shape is no scalar, so each has its own Op value
  const opOf = (shape: Shape): Op<Record<string, never>> => ({
    name,
    infer: ([key]) => {
      checkKey(name, key!);
      return [{ shape, dtype: 'f32' }];
    },
    simd: ({ inputs: [key], outputs: [y] }, emit) => {
      const units = batch(y!);
      emit.call(name, units, [emit.readAll(key!), emit.write(y!), y!.size / units]);
    },
    gpu: ({ inputs: [key], outputs: [y] }) => gpuDraw(body, key!, y!),
  });
  return (shape, key) => record(opOf(checkShape(shape, name)), [key], {})[0]!;
}
