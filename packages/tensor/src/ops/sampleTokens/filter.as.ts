// Which tokens may be drawn: top-k, top-p and min-p come to one threshold on the weights exp((z - top) / temperature).
//
// Tokens from the heaviest on, summed, give both the k-th weight and the one at which the nucleus is full. Weights are
// not sorted: their bits, which ascend with them, are counted in buckets by their upper half, and then, of the one bucket
// in which the threshold lies, by their lower half.

import { exp1, exp4 } from '../../backends/simd/assembly/math.as';

// Of a weight, at most 1, the upper half of the bits: 0x3f80 for 1 itself.
const BUCKETS: i32 = 0x3f81;
const FINE: i32 = 0x10000;

/** Bytes of the tables: of each upper half a sum and a count, of each lower half a count. */
export const TABLES: usize = <usize>BUCKETS * 12 + <usize>FINE * 4;

/** Weights of a row of n logits. */
export function weigh(z: usize, n: i32, top: f32, inverse: f32, weights: usize): void {
  const shift = f32x4.splat(top), k = f32x4.splat(inverse);
  let j: i32 = 0;
  for (; j + 8 <= n; j += 8) {
    const at = <usize>j << 2;
    const e0 = exp4(f32x4.mul(f32x4.sub(v128.load(z + at, 0), shift), k));
    const e1 = exp4(f32x4.mul(f32x4.sub(v128.load(z + at, 16), shift), k));
    v128.store(weights + at, e0, 0);
    v128.store(weights + at, e1, 16);
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    store<f32>(weights + at, exp1((load<f32>(z + at) - top) * inverse));
  }
}

// How many tokens a descent has taken, and what their weights come to.
let count: i32 = 0;
let sum: f64 = 0;

// The end of a descent: within the bucket of the weights whose upper half is `upper`.
function fineThreshold(weights: usize, n: i32, upper: i32, fine: usize, k: i32, share: f64): f32 {
  memory.fill(fine, 0, <usize>FINE << 2);
  for (let j = 0; j < n; j++) {
    const bits = load<i32>(weights + (<usize>j << 2));
    if (bits >> 16 != upper) continue;
    const at = fine + (<usize>(bits & 0xffff) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let least: f32 = 0;
  for (let low = FINE - 1; low >= 0; low--) {
    const here = load<i32>(fine + (<usize>low << 2));
    if (here == 0) continue;
    least = reinterpret<f32>((upper << 16) | low);
    count += here;
    sum += <f64>here * <f64>least;
    if (count >= k || sum >= share) return least;
  }
  return least;
}

// The least weight of the tokens that are taken, from the heaviest on, until there are k of them or their weights come to
// `share`; `sum` is then what they come to.
function descend(weights: usize, n: i32, tables: usize, k: i32, share: f64): f32 {
  const counts = tables + (<usize>BUCKETS << 3);
  count = 0;
  sum = 0;
  for (let upper = BUCKETS - 1; upper > 0; upper--) {
    const here = load<i32>(counts + (<usize>upper << 2));
    if (here == 0) continue;
    const weight = load<f64>(tables + (<usize>upper << 3));
    if (count + here >= k || sum + weight >= share) {
      return fineThreshold(weights, n, upper, counts + (<usize>BUCKETS << 2), k, share);
    }
    count += here;
    sum += weight;
  }
  return 0;
}

/**
 * The least weight that may be drawn of n. `k` tokens at most (0: all), whose nucleus is the least set that comes to
 * `p` of their sum, without those lighter than `minP` times the heaviest. Equal weights stay or go together.
 */
export function threshold(weights: usize, n: i32, tables: usize, k: i32, p: f32, minP: f32): f32 {
  let least: f32 = 0;
  if ((k > 0 && k < n) || p < 1) {
    memory.fill(tables, 0, <usize>BUCKETS * 12);
    const counts = tables + (<usize>BUCKETS << 3);
    let total: f64 = 0;
    for (let j = 0; j < n; j++) {
      const weight = load<f32>(weights + (<usize>j << 2));
      const upper = min(reinterpret<i32>(weight) >>> 16, BUCKETS - 1);
      const sumAt = tables + (<usize>upper << 3), countAt = counts + (<usize>upper << 2);
      store<f64>(sumAt, load<f64>(sumAt) + <f64>weight);
      store<i32>(countAt, load<i32>(countAt) + 1);
      total += <f64>weight;
    }
    if (k > 0 && k < n) {
      least = descend(weights, n, tables, k, Infinity);
      total = sum;
    }
    if (p < 1) least = max(least, descend(weights, n, tables, n, <f64>p * total));
  }
  return max(least, minP);
}
