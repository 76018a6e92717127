import { pointer, word } from '../../backends/simd/assembly/args.as';
import { log4 } from '../unary/log4.as';
import { hash4, word0, word1, word2, word3 } from './hash.as';

// @ts-ignore: decorator
@inline
function all(value: f32): v128 { return f32x4.splat(value); }

// @ts-ignore: decorator
@inline
function bits24(high: v128, low: v128): v128 { return i32x4.add(i32x4.shl(high, 12), low); }

// @ts-ignore: decorator
@inline
function fraction(bits: v128): v128 { return f32x4.mul(f32x4.convert_i32x4_s(bits), all(5.9604644775390625e-8)); }

/** sin(2 pi q) for q in [-1/4, 1/4]: its series to the eleventh power. */
// @ts-ignore: decorator
@inline
function sine(q: v128): v128 {
  const y = f32x4.mul(q, all(6.283185307179586)), z = f32x4.mul(y, y);
  let p = f32x4.relaxed_madd(z, all(-2.505210838544172e-8), all(2.755731922398589e-6));
  p = f32x4.relaxed_madd(p, z, all(-1.984126984126984e-4));
  p = f32x4.relaxed_madd(p, z, all(8.333333333333333e-3));
  p = f32x4.relaxed_madd(p, z, all(-0.16666666666666666));
  return f32x4.relaxed_madd(f32x4.mul(y, z), p, y);
}

class Uniform {
  // @ts-ignore: decorator
  @inline
  value(): v128 { return fraction(bits24(word0, word1)); }
}
export function uniform(args: usize, begin: i32, end: i32): void { draw<Uniform>(args, begin, end); }

// Box and Muller 1958: sqrt(-2 ln u) cos(2 pi v), with u in (0, 1] and cos(2 pi v) = sin(2 pi (|v - 1/2| - 1/4)).
class Normal {
  // @ts-ignore: decorator
  @inline
  value(): v128 {
    const u = fraction(i32x4.add(bits24(word0, word1), i32x4.splat(1)));
    const v = fraction(bits24(word2, word3));
    const radius = f32x4.sqrt(f32x4.mul(log4(u), all(-2)));
    return f32x4.mul(radius, sine(f32x4.sub(f32x4.abs(f32x4.sub(v, all(0.5))), all(0.25))));
  }
}
export function normal(args: usize, begin: i32, end: i32): void { draw<Normal>(args, begin, end); }

/** Arguments: key, y, elements a unit. */
// @ts-ignore: decorator
@inline
function draw<F>(args: usize, begin: i32, end: i32): void {
  const f = changetype<F>(0);
  const key = pointer(args, 0), size = word(args, 2), last = end * size;
  let at = begin * size;
  let y = pointer(args, 1) + (<usize>at << 2);
  for (; at + 4 <= last; at += 4, y += 16) {
    hash4(key, at);
    v128.store(y, f.value());
  }
  for (; at < last; at++, y += 4) {
    hash4(key, at);
    store<f32>(y, f32x4.extract_lane(f.value(), 0));
  }
}
