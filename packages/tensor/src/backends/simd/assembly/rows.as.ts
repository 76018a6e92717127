// What kernels do to one row of floats. A tail shorter than a vector has the bits of a full one.

import { madd1, sum4 } from './math.as';

/** x += y. */
export function addRow(x: usize, y: usize, n: i32): void {
  for (; n >= 4; n -= 4, x += 16, y += 16) v128.store(x, f32x4.add(v128.load(x), v128.load(y)));
  for (; n > 0; n--, x += 4, y += 4) store<f32>(x, load<f32>(x) + load<f32>(y));
}

/** x *= factor. */
export function scaleRow(x: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  for (; n >= 4; n -= 4, x += 16) v128.store(x, f32x4.mul(v128.load(x), f));
  for (; n > 0; n--, x += 4) store<f32>(x, load<f32>(x) * factor);
}

/** Sum of x * y. */
export function dotRow(x: usize, y: usize, n: i32): f32 {
  let sums = f32x4.splat(0);
  for (; n >= 4; n -= 4, x += 16, y += 16) sums = f32x4.relaxed_madd(v128.load(x), v128.load(y), sums);
  let sum = sum4(sums);
  for (; n > 0; n--, x += 4, y += 4) sum = madd1(load<f32>(x), load<f32>(y), sum);
  return sum;
}
