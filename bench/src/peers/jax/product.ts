// Matrix products in jax-js.

import { blockUntilReady, jit, numpy as np } from '@jax-js/jax';
import type { ProductShape, ProductTimes, Runs } from '../protocol.ts';
import { pattern, timed } from '../serve.ts';

type Request = ProductShape & Runs & { readonly products: number; readonly places: readonly number[] };

const FORMS = {
  nn: jit((a: np.Array, b: np.Array) => np.matmul(a, b)),
  nt: jit((a: np.Array, b: np.Array) => np.matmul(a, b.transpose())),
  tn: jit((a: np.Array, b: np.Array) => np.matmul(a.transpose(), b)),
};

export async function gemm(request: Request): Promise<ProductTimes> {
  const { form, m, k, n } = request;
  const a = np.array(pattern(m * k)).reshape(form === 'tn' ? [k, m] : [m, k]);
  const b = np.array(pattern(k * n)).reshape(form === 'nt' ? [n, k] : [k, n]);
  const multiply = FORMS[form];
  const values = await multiply(a.ref, b.ref).data();
  const times = await timed(request, async () => {
    for (let product = 0; product < request.products; product++) {
      const c = multiply(a.ref, b.ref);
      await blockUntilReady(c);
      c.dispose();
    }
  });
  a.dispose();
  b.dispose();
  return { ...times, values: request.places.map(place => values[place]!) };
}
