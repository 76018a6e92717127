// The normaliser and the entropy of softmax(z), taken in over blocks of z: a row of logits need not be there as a whole.
//
// With t the largest logit so far, total = sum(exp(z - t)) and moment = sum(exp(z - t) (z - t)), in float64:
//   log-normaliser = t + log(total)      entropy = log(total) - moment / total
// A larger logit rescales both. Whoever goes through a row in blocks of BLOCK columns gets the same bits.

import { exp1, exp4, max4, sum4 } from '../../backends/simd/assembly/math.as';

/** Logits that are taken in at once. */
export const BLOCK: i32 = 4096;

export let top: f32 = -Infinity;
export let total: f64 = 0;
export let moment: f64 = 0;

/** Begins a row. */
export function begin(): void {
  resume(-Infinity, 0, 0);
}

/** Goes on with a row. */
export function resume(t: f32, sum: f64, m: f64): void {
  top = t;
  total = sum;
  moment = m;
}

/** Takes in n logits, at most BLOCK of them. */
export function absorb(z: usize, n: i32): void {
  const t = maxOf(z, n), before = top, sum = total, m = moment;
  sumFrom(z, n, t);
  if (sum == 0) return;
  const gap = <f64>t - <f64>before, scale = Math.exp(-Math.abs(gap));
  if (gap > 0) resume(t, scale * sum + total, scale * (m - gap * sum) + moment);
  else resume(before, sum + scale * total, m + scale * (moment + gap * total));
}

// Begins anew with n logits, whose largest is t. Sums are float64 over stretches of 256, so that large vocabularies lose
// nothing.
function sumFrom(z: usize, n: i32, t: f32): void {
  const shift = f32x4.splat(t);
  let sum: f64 = 0, m: f64 = 0;
  let j: i32 = 0;
  while (j + 8 <= n) {
    let sums0 = f32x4.splat(0), sums1 = f32x4.splat(0), moments0 = f32x4.splat(0), moments1 = f32x4.splat(0);
    for (const end = min(j + 256, n & ~7); j < end; j += 8) {
      const at = z + (<usize>j << 2);
      const d0 = f32x4.sub(v128.load(at, 0), shift), d1 = f32x4.sub(v128.load(at, 16), shift);
      const e0 = exp4(d0), e1 = exp4(d1);
      sums0 = f32x4.add(sums0, e0);
      sums1 = f32x4.add(sums1, e1);
      moments0 = f32x4.relaxed_madd(e0, d0, moments0);
      moments1 = f32x4.relaxed_madd(e1, d1, moments1);
    }
    sum += <f64>sum4(f32x4.add(sums0, sums1));
    m += <f64>sum4(f32x4.add(moments0, moments1));
  }
  for (; j < n; j++) {
    const d = load<f32>(z + (<usize>j << 2)) - t, e = exp1(d);
    sum += <f64>e;
    m += <f64>(e * d);
  }
  resume(t, sum, m);
}

/** Takes in a whole row of n logits. */
export function absorbRow(z: usize, n: i32): void {
  begin();
  for (; n > BLOCK; n -= BLOCK, z += BLOCK << 2) absorb(z, BLOCK);
  absorb(z, n);
}

/** Largest of n floats. */
export function maxOf(z: usize, n: i32): f32 {
  let largest: f32 = -Infinity;
  let j: i32 = 0;
  if (n >= 8) {
    let m0 = v128.load(z, 0), m1 = v128.load(z, 16);
    for (j = 8; j + 8 <= n; j += 8) {
      const at = z + (<usize>j << 2);
      m0 = f32x4.max(m0, v128.load(at, 0));
      m1 = f32x4.max(m1, v128.load(at, 16));
    }
    largest = max4(f32x4.max(m0, m1));
  }
  for (; j < n; j++) largest = max(largest, load<f32>(z + (<usize>j << 2)));
  return largest;
}

/**
 * Slopes of n logits from those of a token's statistics: dz = -exp(log p) (dLogProb + dEntropy (log p + entropy)), with
 * log p = z - normaliser. The target's own + dLogProb is left to the caller. `dz` may be `z`.
 */
export function slopes(z: usize, n: i32, normaliser: f32, entropy: f32, dLogProb: f32, dEntropy: f32, dz: usize): void {
  const l = f32x4.splat(normaliser), h = f32x4.splat(entropy), dl = f32x4.splat(dLogProb), dh = f32x4.splat(dEntropy);
  let j: i32 = 0;
  for (; j + 8 <= n; j += 8) {
    const at = <usize>j << 2;
    const logP0 = f32x4.sub(v128.load(z + at, 0), l), logP1 = f32x4.sub(v128.load(z + at, 16), l);
    const slope0 = f32x4.relaxed_madd(dh, f32x4.add(logP0, h), dl), slope1 = f32x4.relaxed_madd(dh, f32x4.add(logP1, h), dl);
    const dz0 = f32x4.neg(f32x4.mul(exp4(logP0), slope0)), dz1 = f32x4.neg(f32x4.mul(exp4(logP1), slope1));
    v128.store(dz + at, dz0, 0);
    v128.store(dz + at, dz1, 16);
  }
  for (; j < n; j++) {
    const at = <usize>j << 2;
    const logP = load<f32>(z + at) - normaliser;
    store<f32>(dz + at, -exp1(logP) * (dEntropy * (logP + entropy) + dLogProb));
  }
}
