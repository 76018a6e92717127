import { pointer, word } from '../../backends/simd/assembly/args.as';
import { maxOf } from '../tokenStats/distribution.as';

/** Where the first largest of n > 0 floats lies, or the first NaN. */
function placeOf(x: usize, n: i32): i32 {
  const top = maxOf(x, n);
  let i: i32 = 0;
  if (top != top) {
    for (; i < n - 1; i++) {
      const value = load<f32>(x + (<usize>i << 2));
      if (value != value) break;
    }
  } else while (i < n - 1 && load<f32>(x + (<usize>i << 2)) != top) i++;
  return i;
}

/**
 * Arguments: x [outer, length, inner], y and its places along the axis [outer, inner], length, inner. Units are numbers
 * of y. Nothing is rounded, so that the way to the largest does not matter.
 */
export function maxOver(args: usize, begin: i32, end: i32): void {
  const length = word(args, 3), inner = word(args, 4);
  const stride = <usize>inner << 2;
  for (let at = begin; at < end; ) {
    const outer = at / inner, column = at - outer * inner;
    let x = pointer(args, 0) + (<usize>(outer * length * inner + column) << 2);
    const y = pointer(args, 1) + (<usize>at << 2), places = pointer(args, 2) + (<usize>at << 2);
    if (inner == 1) {
      const place = placeOf(x, length);
      store<f32>(y, load<f32>(x + (<usize>place << 2)));
      store<i32>(places, place);
      at++;
    } else if (min(inner - column, end - at) >= 4) {
      let top = v128.load(x), place = i32x4.splat(0);
      for (let i = 1; i < length; i++) {
        x += stride;
        const value = v128.load(x);
        // not (value <= top), and top is a number: larger, or the first NaN
        const take = v128.andnot(f32x4.eq(top, top), f32x4.le(value, top));
        top = v128.bitselect(value, top, take);
        place = v128.bitselect(i32x4.splat(i), place, take);
      }
      v128.store(y, top);
      v128.store(places, place);
      at += 4;
    } else {
      let top = load<f32>(x);
      let place: i32 = 0;
      for (let i = 1; i < length; i++) {
        x += stride;
        const value = load<f32>(x);
        if (top != top || value <= top) continue;
        top = value;
        place = i;
      }
      store<f32>(y, top);
      store<i32>(places, place);
      at++;
    }
  }
}

/** Arguments: dy and places [outer, inner], dx [outer, length, inner], length, inner. Units are the outer ones. */
export function maxOverGradient(args: usize, begin: i32, end: i32): void {
  const length = word(args, 3), inner = word(args, 4);
  const size = length * inner;
  memory.fill(pointer(args, 2) + (<usize>(begin * size) << 2), 0, <usize>((end - begin) * size) << 2);
  for (let at = begin * inner; at < end * inner; at++) {
    const outer = at / inner;
    const place = load<i32>(pointer(args, 1) + (<usize>at << 2));
    const to = outer * size + place * inner + at - outer * inner;
    store<f32>(pointer(args, 2) + (<usize>to << 2), load<f32>(pointer(args, 0) + (<usize>at << 2)));
  }
}
