// The exponentials of a row of scores: softmax without the division, which is left to whoever sums with them.

import { exp4, max4, sum4 } from '../../backends/simd/assembly/math.as';

/** Logarithm of the last row's normaliser: log(sum(exp(scale * score))). */
export let logNormaliser: f32 = 0;

/**
 * exp(scale * (score - top)) of the first `n` scores of a row in place, zeros up to `length` and on to a multiple of 8,
 * for which there must be room.
 * Returns the inverse of their sum. The order of the sum depends on nothing but `n`.
 */
export function expRow(s: usize, n: i32, length: i32, scale: f32): f32 {
  const end = s + (<usize>((n + 7) & ~7) << 2);
  // what hangs over n becomes exp(-inf) = 0, so that whole vectors are summed whatever n is
  for (let p = s + (<usize>n << 2); p < end; p += 4) store<f32>(p, -Infinity);
  let top0 = v128.load(s, 0), top1 = v128.load(s, 16);
  for (let p = s + 32; p < end; p += 32) {
    top0 = f32x4.max(top0, v128.load(p, 0));
    top1 = f32x4.max(top1, v128.load(p, 16));
  }
  const top = max4(f32x4.max(top0, top1));
  const k = f32x4.splat(scale), shift = f32x4.splat(-top * scale);
  let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0);
  for (let p = s; p < end; p += 32) {
    const e0 = exp4(f32x4.relaxed_madd(v128.load(p, 0), k, shift));
    const e1 = exp4(f32x4.relaxed_madd(v128.load(p, 16), k, shift));
    sum0 = f32x4.add(sum0, e0);
    sum1 = f32x4.add(sum1, e1);
    v128.store(p, e0, 0);
    v128.store(p, e1, 16);
  }
  for (let p = end; p < s + (<usize>length << 2); p += 32) {
    v128.store(p, f32x4.splat(0), 0);
    v128.store(p, f32x4.splat(0), 16);
  }
  const sum = sum4(f32x4.add(sum0, sum1));
  logNormaliser = top * scale + <f32>Math.log(sum);
  return 1 / sum;
}
