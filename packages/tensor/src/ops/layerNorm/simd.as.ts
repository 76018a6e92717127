import { float, pointer, word } from '../../backends/simd/assembly/args.as';
import { madd1, sum4 } from '../../backends/simd/assembly/math.as';

/** Arguments: x, weight, bias, y, mean, scale, rows a unit, features, epsilon. */
export function layerNorm(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 6), n = word(args, 7);
  const weight = pointer(args, 1), bias = pointer(args, 2);
  const whole = <usize>(n & ~3) << 2, bytes = <usize>n << 2;
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const x = pointer(args, 0) + <usize>row * bytes, y = pointer(args, 3) + <usize>row * bytes;
    let sums = f32x4.splat(0);
    let o: usize = 0;
    for (; o < whole; o += 16) sums = f32x4.add(sums, v128.load(x + o));
    let sum = sum4(sums);
    for (; o < bytes; o += 4) sum += load<f32>(x + o);
    const mean: f32 = sum / <f32>n;
    const m = f32x4.splat(mean);
    let squares = f32x4.splat(0);
    for (o = 0; o < whole; o += 16) {
      const d = f32x4.sub(v128.load(x + o), m);
      squares = f32x4.relaxed_madd(d, d, squares);
    }
    let total = sum4(squares);
    for (; o < bytes; o += 4) {
      const d = load<f32>(x + o) - mean;
      total = madd1(d, d, total);
    }
    const scale: f32 = 1 / sqrt<f32>(total / <f32>n + float(args, 8));
    store<f32>(pointer(args, 4) + (<usize>row << 2), mean);
    store<f32>(pointer(args, 5) + (<usize>row << 2), scale);
    const r = f32x4.splat(scale);
    for (o = 0; o < whole; o += 16) {
      const h = f32x4.mul(f32x4.sub(v128.load(x + o), m), r);
      v128.store(y + o, f32x4.relaxed_madd(h, v128.load(weight + o), v128.load(bias + o)));
    }
    for (; o < bytes; o += 4) {
      store<f32>(y + o, madd1((load<f32>(x + o) - mean) * scale, load<f32>(weight + o), load<f32>(bias + o)));
    }
  }
}

/** Arguments: x, weight, mean, scale, dy, dx, rows a unit, features. */
export function layerNormGradientInput(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 6), n = word(args, 7);
  const weight = pointer(args, 1);
  const whole = <usize>(n & ~3) << 2, bytes = <usize>n << 2;
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const at = <usize>row * bytes;
    const x = pointer(args, 0) + at, dy = pointer(args, 4) + at, dx = pointer(args, 5) + at;
    const mean = load<f32>(pointer(args, 2) + (<usize>row << 2)), scale = load<f32>(pointer(args, 3) + (<usize>row << 2));
    const m = f32x4.splat(mean), r = f32x4.splat(scale);
    let gs = f32x4.splat(0), ghs = f32x4.splat(0);
    let o: usize = 0;
    for (; o < whole; o += 16) {
      const g = f32x4.mul(v128.load(weight + o), v128.load(dy + o));
      gs = f32x4.add(gs, g);
      ghs = f32x4.relaxed_madd(g, f32x4.mul(f32x4.sub(v128.load(x + o), m), r), ghs);
    }
    let meanG = sum4(gs), meanGh = sum4(ghs);
    for (; o < bytes; o += 4) {
      const g = load<f32>(weight + o) * load<f32>(dy + o);
      meanG += g;
      meanGh = madd1(g, (load<f32>(x + o) - mean) * scale, meanGh);
    }
    meanG /= <f32>n;
    meanGh /= <f32>n;
    const mg = f32x4.splat(meanG), mgh = f32x4.splat(meanGh);
    for (o = 0; o < whole; o += 16) {
      const g = f32x4.mul(v128.load(weight + o), v128.load(dy + o));
      const h = f32x4.mul(f32x4.sub(v128.load(x + o), m), r);
      v128.store(dx + o, f32x4.mul(r, f32x4.relaxed_nmadd(h, mgh, f32x4.sub(g, mg))));
    }
    for (; o < bytes; o += 4) {
      const g = load<f32>(weight + o) * load<f32>(dy + o);
      const h = (load<f32>(x + o) - mean) * scale;
      store<f32>(dx + o, scale * madd1(-h, meanGh, g - meanG));
    }
  }
}

/** Arguments: x, mean, scale, dy, dweight, dbias, rows, features. Units are features; each sums over the rows in order. */
export function layerNormGradientWeight(args: usize, begin: i32, end: i32): void {
  const rows = word(args, 6), n = word(args, 7);
  const dweight = pointer(args, 4), dbias = pointer(args, 5);
  const first = <usize>begin << 2, stop = <usize>end << 2;
  memory.fill(dweight + first, 0, stop - first);
  memory.fill(dbias + first, 0, stop - first);
  for (let row = 0; row < rows; row++) {
    const at = <usize>(row * n) << 2;
    const x = pointer(args, 0) + at, dy = pointer(args, 3) + at;
    const mean = load<f32>(pointer(args, 1) + (<usize>row << 2)), scale = load<f32>(pointer(args, 2) + (<usize>row << 2));
    const m = f32x4.splat(mean), r = f32x4.splat(scale);
    let o = first;
    for (; o + 16 <= stop; o += 16) {
      const d = v128.load(dy + o);
      const h = f32x4.mul(f32x4.sub(v128.load(x + o), m), r);
      v128.store(dweight + o, f32x4.relaxed_madd(h, d, v128.load(dweight + o)));
      v128.store(dbias + o, f32x4.add(v128.load(dbias + o), d));
    }
    for (; o < stop; o += 4) {
      const d = load<f32>(dy + o);
      store<f32>(dweight + o, madd1((load<f32>(x + o) - mean) * scale, d, load<f32>(dweight + o)));
      store<f32>(dbias + o, load<f32>(dbias + o) + d);
    }
  }
}
