import { pointer, word } from '../../backends/simd/assembly/args.as';
import { exp1, exp4, madd1, sum4 } from '../../backends/simd/assembly/math.as';
import { maxOf } from '../tokenStats/distribution.as';

/** y = exp(x - top), and its sum, in float64 over blocks. */
function exponentials(x: usize, y: usize, n: i32, top: f32): f64 {
  const t = f32x4.splat(top);
  let total: f64 = 0;
  let j: i32 = 0;
  while (j + 8 <= n) {
    let sums = f32x4.splat(0), sums1 = f32x4.splat(0);
    for (const end = min(j + 512, n & ~7); j < end; j += 8) {
      const o = <usize>j << 2;
      const e = exp4(f32x4.sub(v128.load(x + o, 0), t)), e1 = exp4(f32x4.sub(v128.load(x + o, 16), t));
      sums = f32x4.add(sums, e);
      sums1 = f32x4.add(sums1, e1);
      v128.store(y + o, e, 0);
      v128.store(y + o, e1, 16);
    }
    total += <f64>sum4(f32x4.add(sums, sums1));
  }
  for (; j < n; j++) {
    const o = <usize>j << 2;
    const e = exp1(load<f32>(x + o) - top);
    store<f32>(y + o, e);
    total += <f64>e;
  }
  return total;
}

/** Arguments: x, y, rows a unit, n. */
export function softmax(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 2), n = word(args, 3);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>(row * n) << 2;
    const x = pointer(args, 0) + at;
    let y = pointer(args, 1) + at;
    const inverse = <f32>(1 / exponentials(x, y, n, maxOf(x, n)));
    const k = f32x4.splat(inverse);
    let left = n;
    for (; left >= 4; left -= 4, y += 16) v128.store(y, f32x4.mul(v128.load(y), k));
    for (; left > 0; left--, y += 4) store<f32>(y, load<f32>(y) * inverse);
  }
}

/** Arguments: x, y, rows a unit, n. */
export function logSoftmax(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 2), n = word(args, 3);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>(row * n) << 2;
    let x = pointer(args, 0) + at, y = pointer(args, 1) + at;
    const top = maxOf(x, n);
    const log = <f32>Math.log(exponentials(x, y, n, top));
    const t = f32x4.splat(top), l = f32x4.splat(log);
    let left = n;
    for (; left >= 4; left -= 4, x += 16, y += 16) v128.store(y, f32x4.sub(f32x4.sub(v128.load(x), t), l));
    for (; left > 0; left--, x += 4, y += 4) store<f32>(y, load<f32>(x) - top - log);
  }
}

/** Arguments: y, dy, dx, rows a unit, n. */
export function softmaxGradient(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 3), n = word(args, 4);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>(row * n) << 2, whole = <usize>(n & ~3) << 2, bytes = <usize>n << 2;
    const y = pointer(args, 0) + at, dy = pointer(args, 1) + at, dx = pointer(args, 2) + at;
    let sums = f32x4.splat(0);
    let o: usize = 0;
    for (; o < whole; o += 16) sums = f32x4.relaxed_madd(v128.load(y + o), v128.load(dy + o), sums);
    let dot = sum4(sums);
    for (; o < bytes; o += 4) dot = madd1(load<f32>(y + o), load<f32>(dy + o), dot);
    const d = f32x4.splat(dot);
    for (o = 0; o < whole; o += 16) {
      v128.store(dx + o, f32x4.mul(v128.load(y + o), f32x4.sub(v128.load(dy + o), d)));
    }
    for (; o < bytes; o += 4) store<f32>(dx + o, load<f32>(y + o) * (load<f32>(dy + o) - dot));
  }
}

/** Arguments: y, dy, dx, rows a unit, n. */
export function logSoftmaxGradient(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 3), n = word(args, 4);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>(row * n) << 2, bytes = <usize>n << 2;
    const y = pointer(args, 0) + at, dy = pointer(args, 1) + at, dx = pointer(args, 2) + at;
    let total: f64 = 0;
    let o: usize = 0;
    for (; o < bytes; o += 4) total += <f64>load<f32>(dy + o);
    const sum = <f32>total;
    const s = f32x4.splat(sum);
    for (o = 0; o + 32 <= bytes; o += 32) {
      const p = exp4(v128.load(y + o, 0)), p1 = exp4(v128.load(y + o, 16));
      v128.store(dx + o, f32x4.relaxed_nmadd(p, s, v128.load(dy + o, 0)), 0);
      v128.store(dx + o, f32x4.relaxed_nmadd(p1, s, v128.load(dy + o, 16)), 16);
    }
    for (; o < bytes; o += 4) store<f32>(dx + o, madd1(-exp1(load<f32>(y + o)), sum, load<f32>(dy + o)));
  }
}
