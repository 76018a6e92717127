import { float, pointer, word } from '../../backends/simd/assembly/args.as';
import { madd1, sum4 } from '../../backends/simd/assembly/math.as';

/** Arguments: x, weight, y, scale, rows a unit, features, epsilon. */
export function rmsNorm(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 4), n = word(args, 5);
  const weight = pointer(args, 1), vectors = n & ~3;
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>(row * n) << 2;
    const x = pointer(args, 0) + at, y = pointer(args, 2) + at;
    let squares = f32x4.splat(0);
    let j: i32 = 0;
    for (; j < vectors; j += 4) {
      const v = v128.load(x + (<usize>j << 2));
      squares = f32x4.relaxed_madd(v, v, squares);
    }
    let sum = sum4(squares);
    for (; j < n; j++) {
      const v = load<f32>(x + (<usize>j << 2));
      sum += v * v;
    }
    const scale: f32 = 1 / sqrt<f32>(sum / <f32>n + float(args, 6));
    store<f32>(pointer(args, 3) + (<usize>row << 2), scale);
    const r = f32x4.splat(scale);
    for (j = 0; j < vectors; j += 4) {
      const o = <usize>j << 2;
      v128.store(y + o, f32x4.mul(f32x4.mul(v128.load(x + o), r), v128.load(weight + o)));
    }
    for (; j < n; j++) {
      const o = <usize>j << 2;
      store<f32>(y + o, load<f32>(x + o) * scale * load<f32>(weight + o));
    }
  }
}

/** Arguments: x, weight, scale, dy, dx, rows a unit, features. */
export function rmsNormGradientInput(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 5), n = word(args, 6);
  const weight = pointer(args, 1), vectors = n & ~3;
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>(row * n) << 2;
    const x = pointer(args, 0) + at, dy = pointer(args, 3) + at, dx = pointer(args, 4) + at;
    const scale = load<f32>(pointer(args, 2) + (<usize>row << 2));
    let products = f32x4.splat(0);
    let j: i32 = 0;
    for (; j < vectors; j += 4) {
      const o = <usize>j << 2;
      products = f32x4.relaxed_madd(f32x4.mul(v128.load(weight + o), v128.load(dy + o)), v128.load(x + o), products);
    }
    let sum = sum4(products);
    for (; j < n; j++) {
      const o = <usize>j << 2;
      sum += load<f32>(weight + o) * load<f32>(dy + o) * load<f32>(x + o);
    }
    const back: f32 = sum * scale * scale * scale / <f32>n;
    const r = f32x4.splat(scale), b = f32x4.splat(back);
    for (j = 0; j < vectors; j += 4) {
      const o = <usize>j << 2;
      const direct = f32x4.mul(f32x4.mul(v128.load(weight + o), v128.load(dy + o)), r);
      v128.store(dx + o, f32x4.relaxed_nmadd(v128.load(x + o), b, direct));
    }
    for (; j < n; j++) {
      const o = <usize>j << 2;
      store<f32>(dx + o, load<f32>(weight + o) * load<f32>(dy + o) * scale - load<f32>(x + o) * back);
    }
  }
}

/**
 * Arguments: x, scale, dy, dweight, rows, features, whether to add to dweight. Units are features; each sums over the rows
 * in order.
 */
export function rmsNormGradientWeight(args: usize, begin: i32, end: i32): void {
  const rows = word(args, 4), n = word(args, 5);
  const to = pointer(args, 3);
  if (!word(args, 6)) memory.fill(to + (<usize>begin << 2), 0, <usize>(end - begin) << 2);
  for (let row = 0; row < rows; row++) {
    const at = <usize>(row * n) << 2;
    const x = pointer(args, 0) + at, dy = pointer(args, 2) + at;
    const scale = load<f32>(pointer(args, 1) + (<usize>row << 2));
    const r = f32x4.splat(scale);
    let j = begin;
    for (; j + 4 <= end; j += 4) {
      const o = <usize>j << 2;
      const sum = f32x4.relaxed_madd(f32x4.mul(v128.load(x + o), r), v128.load(dy + o), v128.load(to + o));
      v128.store(to + o, sum);
    }
    for (; j < end; j++) {
      const o = <usize>j << 2;
      store<f32>(to + o, madd1(load<f32>(x + o) * scale, load<f32>(dy + o), load<f32>(to + o)));
    }
  }
}
