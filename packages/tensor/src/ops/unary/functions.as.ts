// The formulas of unary operations for four lanes, and their kernels.

import { exp4 } from '../../backends/simd/assembly/math.as';
import { log4 } from './log4.as';
import { derive, map } from './map.as';

// @ts-ignore: decorator
@inline
function all(value: f32): v128 { return f32x4.splat(value); }

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 { return f32x4.div(all(1), f32x4.add(all(1), exp4(f32x4.neg(x)))); }

/** The argument of gelu's sigmoid. */
// @ts-ignore: decorator
@inline
function gelu4(x: v128): v128 {
  const cubed = f32x4.mul(f32x4.mul(x, x), x);
  return f32x4.mul(all(1.5957691216), f32x4.relaxed_madd(all(0.044715), cubed, x));
}

class Abs {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.abs(x); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 {
    const sign = v128.or(v128.and(x, all(-0.0)), all(1));
    return v128.bitselect(x, sign, f32x4.eq(x, all(0)));
  }
}
export function abs(args: usize, begin: i32, end: i32): void { map<Abs>(args, begin, end); }
export function absGradient(args: usize, begin: i32, end: i32): void { derive<Abs>(args, begin, end); }

class Exp {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return exp4(x); }
  // @ts-ignore: decorator
  @inline
  slope(y: v128): v128 { return y; }
}
export function exp(args: usize, begin: i32, end: i32): void { map<Exp>(args, begin, end); }
export function expGradient(args: usize, begin: i32, end: i32): void { derive<Exp>(args, begin, end); }

class Gelu {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.mul(x, sigmoid4(gelu4(x))); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 {
    const s = sigmoid4(gelu4(x));
    const slope = f32x4.mul(all(1.5957691216), f32x4.relaxed_madd(all(0.134145), f32x4.mul(x, x), all(1)));
    const rest = f32x4.mul(f32x4.mul(x, f32x4.sub(all(1), s)), slope);
    return f32x4.mul(s, f32x4.add(all(1), rest));
  }
}
export function gelu(args: usize, begin: i32, end: i32): void { map<Gelu>(args, begin, end); }
export function geluGradient(args: usize, begin: i32, end: i32): void { derive<Gelu>(args, begin, end); }

class Log {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return log4(x); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 { return f32x4.div(all(1), x); }
}
export function log(args: usize, begin: i32, end: i32): void { map<Log>(args, begin, end); }
export function logGradient(args: usize, begin: i32, end: i32): void { derive<Log>(args, begin, end); }

class Neg {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.neg(x); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 { return all(-1); }
}
export function neg(args: usize, begin: i32, end: i32): void { map<Neg>(args, begin, end); }
export function negGradient(args: usize, begin: i32, end: i32): void { derive<Neg>(args, begin, end); }

class Relu {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.max(x, all(0)); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 { return v128.and(all(1), f32x4.gt(x, all(0))); }
}
export function relu(args: usize, begin: i32, end: i32): void { map<Relu>(args, begin, end); }
export function reluGradient(args: usize, begin: i32, end: i32): void { derive<Relu>(args, begin, end); }

class Sigmoid {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return sigmoid4(x); }
  // @ts-ignore: decorator
  @inline
  slope(y: v128): v128 { return f32x4.mul(y, f32x4.sub(all(1), y)); }
}
export function sigmoid(args: usize, begin: i32, end: i32): void { map<Sigmoid>(args, begin, end); }
export function sigmoidGradient(args: usize, begin: i32, end: i32): void { derive<Sigmoid>(args, begin, end); }

class Silu {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.mul(x, sigmoid4(x)); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 {
    const s = sigmoid4(x);
    return f32x4.mul(s, f32x4.relaxed_madd(x, f32x4.sub(all(1), s), all(1)));
  }
}
export function silu(args: usize, begin: i32, end: i32): void { map<Silu>(args, begin, end); }
export function siluGradient(args: usize, begin: i32, end: i32): void { derive<Silu>(args, begin, end); }

class Sqrt {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.sqrt(x); }
  // @ts-ignore: decorator
  @inline
  slope(y: v128): v128 { return f32x4.div(all(0.5), y); }
}
export function sqrt(args: usize, begin: i32, end: i32): void { map<Sqrt>(args, begin, end); }
export function sqrtGradient(args: usize, begin: i32, end: i32): void { derive<Sqrt>(args, begin, end); }

class Square {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 { return f32x4.mul(x, x); }
  // @ts-ignore: decorator
  @inline
  slope(x: v128): v128 { return f32x4.add(x, x); }
}
export function square(args: usize, begin: i32, end: i32): void { map<Square>(args, begin, end); }
export function squareGradient(args: usize, begin: i32, end: i32): void { derive<Square>(args, begin, end); }

class Tanh {
  // @ts-ignore: decorator
  @inline
  value(x: v128): v128 {
    const size = f32x4.abs(x), z = f32x4.mul(x, x);
    let p = f32x4.relaxed_madd(all(-0.00570498872745), z, all(0.0206390887954));
    p = f32x4.relaxed_madd(p, z, all(-0.0537397155531));
    p = f32x4.relaxed_madd(p, z, all(0.133314422036));
    p = f32x4.relaxed_madd(p, z, all(-0.333332819422));
    const near = f32x4.relaxed_madd(f32x4.mul(x, z), p, x);
    const power = exp4(f32x4.add(size, size));
    const far = f32x4.sub(all(1), f32x4.div(all(2), f32x4.add(power, all(1))));
    const signed = v128.bitselect(x, far, all(-0.0));
    return v128.bitselect(near, signed, f32x4.lt(size, all(0.625)));
  }
  // @ts-ignore: decorator
  @inline
  slope(y: v128): v128 { return f32x4.sub(all(1), f32x4.mul(y, y)); }
}
export function tanh(args: usize, begin: i32, end: i32): void { map<Tanh>(args, begin, end); }
export function tanhGradient(args: usize, begin: i32, end: i32): void { derive<Tanh>(args, begin, end); }
