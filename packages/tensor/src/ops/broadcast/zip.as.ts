// The loop of every operation that combines elements of broadcast operands. F is a class without fields, whose methods
// none overrides (there is no object to ask): `of(a, b, c)` for four lanes, and `ternary()`, a constant, false where c is
// not used.

import { pointer, word } from '../../backends/simd/assembly/args.as';
import { offset } from './walk.as';

// @ts-ignore: decorator
@inline
function lanes(at: usize, step: usize): v128 {
  return step ? v128.load(at) : v128.load_splat<f32>(at);
}

// A tail shorter than a vector goes through lane 0 of the same code, so that it has the same bits.

function run<F>(y: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cStep: usize, count: i32): void {
  const f = changetype<F>(0);
  const none = f32x4.splat(0);
  let left = count;
  if (aStep && bStep && !f.ternary()) {
    // two vectors side by side, which V8 may merge into one
    for (; left >= 8; left -= 8, a += 32, b += 32, y += 32) {
      const value = f.of(v128.load(a, 0), v128.load(b, 0), none);
      const value1 = f.of(v128.load(a, 16), v128.load(b, 16), none);
      v128.store(y, value, 0);
      v128.store(y, value1, 16);
    }
  }
  for (; left >= 4; left -= 4, a += aStep << 4, b += bStep << 4, c += cStep << 4, y += 16) {
    v128.store(y, f.of(lanes(a, aStep), lanes(b, bStep), f.ternary() ? lanes(c, cStep) : none));
  }
  for (; left > 0; left--, a += aStep << 2, b += bStep << 2, c += cStep << 2, y += 4) {
    const value = f.of(lanes(a, 0), lanes(b, 0), f.ternary() ? lanes(c, 0) : none);
    store<f32>(y, f32x4.extract_lane(value, 0));
  }
}

/**
 * Arguments: y, elements a unit, size of the innermost axis, number of outer axes, their sizes; then for each operand
 * its address, its step along the innermost axis (0 or 1), its strides along the outer axes.
 */
// @ts-ignore: decorator
@inline
export function zip<F>(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 1), inner = word(args, 2), axes = word(args, 3);
  const last = end * perUnit;
  const a = 4 + axes, b = a + 2 + axes, c = changetype<F>(0).ternary() ? b + 2 + axes : b;
  const aStep = pointer(args, a + 1), bStep = pointer(args, b + 1), cStep = pointer(args, c + 1);
  for (let at = begin * perUnit; at < last; ) {
    const row = at / inner, j = at - row * inner;
    const count = min<i32>(inner - j, last - at);
    run<F>(
      pointer(args, 0) + (<usize>at << 2),
      pointer(args, a) + (<usize>(offset(args, row, axes, 4, a + 2) + j * <i32>aStep) << 2), aStep,
      pointer(args, b) + (<usize>(offset(args, row, axes, 4, b + 2) + j * <i32>bStep) << 2), bStep,
      pointer(args, c) + (<usize>(offset(args, row, axes, 4, c + 2) + j * <i32>cStep) << 2), cStep,
      count,
    );
    at += count;
  }
}
