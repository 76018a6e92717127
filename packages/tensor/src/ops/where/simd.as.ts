import { zip } from '../broadcast/zip.as';

class Where {
  // @ts-ignore: decorator
  @inline
  ternary(): bool { return true; }
  // @ts-ignore: decorator
  @inline
  of(condition: v128, a: v128, b: v128): v128 {
    return v128.bitselect(a, b, f32x4.ne(condition, f32x4.splat(0)));
  }
}
export function where(args: usize, begin: i32, end: i32): void { zip<Where>(args, begin, end); }

/** The condition's lanes are integers. */
class WhereInteger {
  // @ts-ignore: decorator
  @inline
  ternary(): bool { return true; }
  // @ts-ignore: decorator
  @inline
  of(condition: v128, a: v128, b: v128): v128 {
    return v128.bitselect(a, b, i32x4.ne(condition, i32x4.splat(0)));
  }
}
export function whereInteger(args: usize, begin: i32, end: i32): void { zip<WhereInteger>(args, begin, end); }
