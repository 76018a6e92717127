// Matrix products in TensorFlow.js, transposed by hand: its WebAssembly kernel is fast (XNNPACK) where neither side is
// transposed, and tens of times slower elsewhere, so its own gradient, which asks for transposed sides, is replaced.

import { type Tf, tf } from './backend.ts';

/** x w, with leading axes as batches where both have them. */
export const matmul: (x: Tf.Tensor, w: Tf.Tensor) => Tf.Tensor = tf.customGrad((x, w, save) => {
  const [a, b] = [x as Tf.Tensor, w as Tf.Tensor];
  (save as Tf.GradSaveFunc)([a, b]);
  return {
    value: tf.matMul(a, b),
    gradFunc: (dy: Tf.Tensor, saved: Tf.Tensor[]) => [
      tf.matMul(dy, swap(saved[1]!)),
      tf.matMul(swap(saved[0]!), dy),
    ],
  };
});

/** The last two axes swapped. */
export function swap(x: Tf.Tensor): Tf.Tensor {
  const axes = [...x.shape.keys()];
  return tf.transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}
