// Matrix products in TensorFlow.js.

import type { ProductShape, ProductTimes, Runs } from '../protocol.ts';
import { pattern, timed } from '../serve.ts';
import { tf } from './backend.ts';
import { swap } from './matmul.ts';

type Request = ProductShape & Runs & { readonly products: number; readonly places: readonly number[] };

export async function gemm(request: Request): Promise<ProductTimes> {
  const { form, m, k, n } = request;
  const a = tf.tensor2d(pattern(m * k), form === 'tn' ? [k, m] : [m, k]);
  const b = tf.tensor2d(pattern(k * n), form === 'nt' ? [n, k] : [k, n]);
  const multiply = () => tf.tidy(() => tf.matMul(form === 'tn' ? swap(a) : a, form === 'nt' ? swap(b) : b));
  const values = tf.tidy(() => multiply().dataSync());
  const times = await timed(request, () => {
    for (let product = 0; product < request.products; product++) multiply().dispose();
  });
  tf.dispose([a, b]);
  return { ...times, values: request.places.map(place => values[place]!) };
}
