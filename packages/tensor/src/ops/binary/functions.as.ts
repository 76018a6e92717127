// The formulas of binary operations for four lanes, and their kernels.

import { exp4 } from '../../backends/simd/assembly/math.as';
import { zip } from '../broadcast/zip.as';
import { log4 } from '../unary/log4.as';

class Binary {
  // @ts-ignore: decorator
  @inline
  ternary(): bool { return false; }
}

class Add extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return f32x4.add(a, b); }
}
export function addBroadcast(args: usize, begin: i32, end: i32): void { zip<Add>(args, begin, end); }

class Sub extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return f32x4.sub(a, b); }
}
export function sub(args: usize, begin: i32, end: i32): void { zip<Sub>(args, begin, end); }

class Mul extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return f32x4.mul(a, b); }
}
export function mul(args: usize, begin: i32, end: i32): void { zip<Mul>(args, begin, end); }

class Div extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return f32x4.div(a, b); }
}
export function div(args: usize, begin: i32, end: i32): void { zip<Div>(args, begin, end); }

class Maximum extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return f32x4.max(a, b); }
}
export function maximum(args: usize, begin: i32, end: i32): void { zip<Maximum>(args, begin, end); }

class Minimum extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return f32x4.min(a, b); }
}
export function minimum(args: usize, begin: i32, end: i32): void { zip<Minimum>(args, begin, end); }

class GreaterEqual extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 { return v128.and(f32x4.splat(1), f32x4.ge(a, b)); }
}
export function greaterEqual(args: usize, begin: i32, end: i32): void { zip<GreaterEqual>(args, begin, end); }

class Pow extends Binary {
  // @ts-ignore: decorator
  @inline
  of(a: v128, b: v128, c: v128): v128 {
    const zero = f32x4.splat(0), half = f32x4.mul(b, f32x4.splat(0.5));
    const size = exp4(f32x4.mul(b, log4(f32x4.abs(a))));
    const negative = f32x4.lt(a, zero);
    // from 2^24 on, where halves are whole too, every number is even
    const fraction = f32x4.ne(f32x4.floor(b), b), odd = v128.andnot(f32x4.ne(f32x4.floor(half), half), fraction);
    const signed = v128.xor(size, v128.and(v128.and(negative, odd), f32x4.splat(-0.0)));
    // all bits set are a NaN
    const finite = f32x4.gt(a, f32x4.splat(-Infinity));
    const y = v128.or(signed, v128.and(v128.and(negative, finite), fraction));
    return v128.bitselect(f32x4.splat(1), y, f32x4.eq(b, zero));
  }
}
export function pow(args: usize, begin: i32, end: i32): void { zip<Pow>(args, begin, end); }
