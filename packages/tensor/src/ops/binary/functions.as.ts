// The formulas of binary operations for four lanes, and their kernels.

import { zip } from '../broadcast/zip.as';

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
