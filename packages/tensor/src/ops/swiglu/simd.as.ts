import { pointer, word } from '../../backends/simd/assembly/args.as';
import { exp4 } from '../../backends/simd/assembly/math.as';

// @ts-ignore: decorator
@inline
function sigmoid4(g: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(g))));
}

// A tail shorter than a vector goes through lane 0 of the same code, so that it has the same bits.

/** Arguments: gate, up, y, elements a unit. */
export function swiglu(args: usize, begin: i32, end: i32): void {
  const size = word(args, 3);
  const first = <usize>(begin * size) << 2;
  let g = pointer(args, 0) + first, u = pointer(args, 1) + first, y = pointer(args, 2) + first;
  let left = (end - begin) * size;
  // two vectors side by side, which V8 may merge into one
  for (; left >= 8; left -= 8, g += 32, u += 32, y += 32) {
    const gate = v128.load(g, 0), gate1 = v128.load(g, 16);
    const value = f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), v128.load(u, 0));
    const value1 = f32x4.mul(f32x4.mul(gate1, sigmoid4(gate1)), v128.load(u, 16));
    v128.store(y, value, 0);
    v128.store(y, value1, 16);
  }
  for (; left > 0; left--, g += 4, u += 4, y += 4) {
    const gate = v128.load_splat<f32>(g);
    const value = f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), v128.load_splat<f32>(u));
    store<f32>(y, f32x4.extract_lane(value, 0));
  }
}

/** Arguments: gate, up, dy, dgate, dup, elements a unit. */
export function swigluGradient(args: usize, begin: i32, end: i32): void {
  const size = word(args, 5);
  const first = <usize>(begin * size) << 2;
  let g = pointer(args, 0) + first, u = pointer(args, 1) + first, d = pointer(args, 2) + first;
  let dg = pointer(args, 3) + first, du = pointer(args, 4) + first;
  const one = f32x4.splat(1);
  let left = (end - begin) * size;
  for (; left >= 8; left -= 8, g += 32, u += 32, d += 32, dg += 32, du += 32) {
    const gate = v128.load(g, 0), gate1 = v128.load(g, 16);
    const dy = v128.load(d, 0), dy1 = v128.load(d, 16);
    const s = sigmoid4(gate), s1 = sigmoid4(gate1);
    const slope = f32x4.mul(s, f32x4.relaxed_madd(gate, f32x4.sub(one, s), one));
    const slope1 = f32x4.mul(s1, f32x4.relaxed_madd(gate1, f32x4.sub(one, s1), one));
    v128.store(dg, f32x4.mul(f32x4.mul(dy, v128.load(u, 0)), slope), 0);
    v128.store(dg, f32x4.mul(f32x4.mul(dy1, v128.load(u, 16)), slope1), 16);
    v128.store(du, f32x4.mul(dy, f32x4.mul(gate, s)), 0);
    v128.store(du, f32x4.mul(dy1, f32x4.mul(gate1, s1)), 16);
  }
  for (; left > 0; left--, g += 4, u += 4, d += 4, dg += 4, du += 4) {
    const gate = v128.load_splat<f32>(g), dy = v128.load_splat<f32>(d);
    const s = sigmoid4(gate);
    const slope = f32x4.mul(s, f32x4.relaxed_madd(gate, f32x4.sub(one, s), one));
    store<f32>(dg, f32x4.extract_lane(f32x4.mul(f32x4.mul(dy, v128.load_splat<f32>(u)), slope), 0));
    store<f32>(du, f32x4.extract_lane(f32x4.mul(dy, f32x4.mul(gate, s)), 0));
  }
}
