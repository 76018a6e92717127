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
  for (; left >= 4; left -= 4, g += 16, u += 16, y += 16) {
    const gate = v128.load(g);
    v128.store(y, f32x4.mul(f32x4.mul(gate, sigmoid4(gate)), v128.load(u)));
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
  for (let left = (end - begin) * size; left > 0; left -= 4, g += 16, u += 16, d += 16, dg += 16, du += 16) {
    const whole = left >= 4;
    const lanes: usize = whole ? 1 : <usize>left;
    for (let lane: usize = 0; lane < lanes; lane++) {
      const o = lane << 2;
      const gate = whole ? v128.load(g) : v128.load_splat<f32>(g + o);
      const up = whole ? v128.load(u) : v128.load_splat<f32>(u + o);
      const dy = whole ? v128.load(d) : v128.load_splat<f32>(d + o);
      const s = sigmoid4(gate);
      const dup = f32x4.mul(dy, f32x4.mul(gate, s));
      const slope = f32x4.mul(s, f32x4.relaxed_madd(gate, f32x4.sub(one, s), one));
      const dgate = f32x4.mul(f32x4.mul(dy, up), slope);
      if (whole) {
        v128.store(dg, dgate);
        v128.store(du, dup);
      } else {
        store<f32>(dg + o, f32x4.extract_lane(dgate, 0));
        store<f32>(du + o, f32x4.extract_lane(dup, 0));
      }
    }
  }
}
