import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Sum of n floats in float64: four running sums, then what is left over. */
function total(x: usize, n: i32): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  let left = n;
  for (; left >= 4; left -= 4, x += 16) {
    low = f64x2.add(low, f64x2.promote_low_f32x4(v128.load64_zero(x, 0)));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; left > 0; left--, x += 4) sum += <f64>load<f32>(x);
  return sum;
}

/**
 * Arguments: x [outer, length, inner], y [outer, inner], length, inner, divisor. Units are numbers of y; each adds up
 * its terms in one order, those of a column in ascending order.
 */
export function sumOver(args: usize, begin: i32, end: i32): void {
  const length = word(args, 2), inner = word(args, 3);
  const divisor = <f64>word(args, 4);
  const stride = <usize>inner << 2;
  for (let at = begin; at < end; ) {
    const outer = at / inner, column = at - outer * inner;
    let x = pointer(args, 0) + (<usize>(outer * length * inner + column) << 2);
    const y = pointer(args, 1) + (<usize>at << 2);
    if (inner == 1) {
      store<f32>(y, <f32>(total(x, length) / divisor));
      at++;
    } else if (min(inner - column, end - at) >= 8) {
      let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
      for (let i = 0; i < length; i++, x += stride) {
        s0 = f64x2.add(s0, f64x2.promote_low_f32x4(v128.load64_zero(x, 0)));
        s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)));
        s2 = f64x2.add(s2, f64x2.promote_low_f32x4(v128.load64_zero(x, 16)));
        s3 = f64x2.add(s3, f64x2.promote_low_f32x4(v128.load64_zero(x, 24)));
      }
      const d = f64x2.splat(divisor);
      v128.store64_lane(y, f32x4.demote_f64x2_zero(f64x2.div(s0, d)), 0, 0);
      v128.store64_lane(y, f32x4.demote_f64x2_zero(f64x2.div(s1, d)), 0, 8);
      v128.store64_lane(y, f32x4.demote_f64x2_zero(f64x2.div(s2, d)), 0, 16);
      v128.store64_lane(y, f32x4.demote_f64x2_zero(f64x2.div(s3, d)), 0, 24);
      at += 8;
    } else {
      let sum: f64 = 0;
      for (let i = 0; i < length; i++, x += stride) sum += <f64>load<f32>(x);
      store<f32>(y, <f32>(sum / divisor));
      at++;
    }
  }
}

/** Arguments: x, partial sums (float64, one a unit), numbers in all, numbers a block. */
export function sumBlocks(args: usize, begin: i32, end: i32): void {
  const length = word(args, 2), block = word(args, 3);
  for (let unit = begin; unit < end; unit++) {
    const first = unit * block;
    const sum = total(pointer(args, 0) + (<usize>first << 2), min(block, length - first));
    store<f64>(pointer(args, 1) + (<usize>unit << 3), sum);
  }
}

/** Arguments: partial sums, y, count, divisor. */
export function sumOfBlocks(args: usize, begin: i32, end: i32): void {
  let sum: f64 = 0;
  for (let i = 0; i < word(args, 2); i++) sum += load<f64>(pointer(args, 0) + (<usize>i << 3));
  store<f32>(pointer(args, 1), <f32>(sum / <f64>word(args, 3)));
}

/** Arguments: dy [outer, inner], dx [outer, length, inner], length, inner, divisor. Units are numbers of dx. */
export function spread(args: usize, begin: i32, end: i32): void {
  const length = word(args, 2), inner = word(args, 3);
  const divisor = <f32>word(args, 4);
  const d = f32x4.splat(divisor);
  for (let at = begin; at < end; ) {
    let to = pointer(args, 1) + (<usize>at << 2);
    const row = at / inner, outer = row / length;
    let count: i32;
    if (inner == 1) {
      count = min((outer + 1) * length - at, end - at);
      const value: f32 = load<f32>(pointer(args, 0) + (<usize>outer << 2)) / divisor;
      const v = f32x4.splat(value);
      let left = count;
      for (; left >= 4; left -= 4, to += 16) v128.store(to, v);
      for (; left > 0; left--, to += 4) store<f32>(to, value);
    } else {
      const column = at - row * inner;
      count = min(inner - column, end - at);
      let from = pointer(args, 0) + (<usize>(outer * inner + column) << 2);
      let left = count;
      for (; left >= 4; left -= 4, from += 16, to += 16) v128.store(to, f32x4.div(v128.load(from), d));
      for (; left > 0; left--, from += 4, to += 4) store<f32>(to, load<f32>(from) / divisor);
    }
    at += count;
  }
}
