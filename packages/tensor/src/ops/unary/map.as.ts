// The loops of every operation on one tensor. F is a class without fields, of four lanes: `value(x)`, and `slope(v)`, the
// derivative from x or from y, as the operation says.

import { pointer, word } from '../../backends/simd/assembly/args.as';

// A tail shorter than a vector goes through lane 0 of the same code, so that it has the same bits.

/** Arguments: x, y, elements a unit. */
// @ts-ignore: decorator
@inline
export function map<F>(args: usize, begin: i32, end: i32): void {
  const f = changetype<F>(0);
  const size = word(args, 2);
  const first = <usize>(begin * size) << 2;
  let x = pointer(args, 0) + first, y = pointer(args, 1) + first;
  let left = (end - begin) * size;
  // two vectors side by side, which V8 may merge into one
  for (; left >= 8; left -= 8, x += 32, y += 32) {
    const value = f.value(v128.load(x, 0));
    const value1 = f.value(v128.load(x, 16));
    v128.store(y, value, 0);
    v128.store(y, value1, 16);
  }
  for (; left > 0; left--, x += 4, y += 4) {
    store<f32>(y, f32x4.extract_lane(f.value(v128.load_splat<f32>(x)), 0));
  }
}

/** dx = dy f'. Arguments: x or y, dy, dx, elements a unit. */
// @ts-ignore: decorator
@inline
export function derive<F>(args: usize, begin: i32, end: i32): void {
  const f = changetype<F>(0);
  const size = word(args, 3);
  const first = <usize>(begin * size) << 2;
  let v = pointer(args, 0) + first, dy = pointer(args, 1) + first, dx = pointer(args, 2) + first;
  let left = (end - begin) * size;
  for (; left >= 8; left -= 8, v += 32, dy += 32, dx += 32) {
    const value = f32x4.mul(v128.load(dy, 0), f.slope(v128.load(v, 0)));
    const value1 = f32x4.mul(v128.load(dy, 16), f.slope(v128.load(v, 16)));
    v128.store(dx, value, 0);
    v128.store(dx, value1, 16);
  }
  for (; left > 0; left--, v += 4, dy += 4, dx += 4) {
    const value = f32x4.mul(v128.load_splat<f32>(dy), f.slope(v128.load_splat<f32>(v)));
    store<f32>(dx, f32x4.extract_lane(value, 0));
  }
}
