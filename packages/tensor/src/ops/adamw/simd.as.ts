import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Arguments: parameter, gradient, m, v, settings, elements a unit. Settings: see adamwSettings. */
export function adamw(args: usize, begin: i32, end: i32): void {
  const size = word(args, 5);
  const first = <usize>(begin * size) << 2;
  let w = pointer(args, 0) + first, g = pointer(args, 1) + first, m = pointer(args, 2) + first, v = pointer(args, 3) + first;
  const s = pointer(args, 4);
  const rate = v128.load_splat<f32>(s, 0), b1 = v128.load_splat<f32>(s, 4), b2 = v128.load_splat<f32>(s, 8);
  const epsilon = v128.load_splat<f32>(s, 12), keep = v128.load_splat<f32>(s, 16);
  const c2 = v128.load_splat<f32>(s, 20), scale = v128.load_splat<f32>(s, 24);
  const a1 = f32x4.sub(f32x4.splat(1), b1), a2 = f32x4.sub(f32x4.splat(1), b2);
  for (let left = (end - begin) * size; left > 0; left -= 4, w += 16, g += 16, m += 16, v += 16) {
    const whole = left >= 4;
    // a tail shorter than a vector goes element by element through the same code, so that it has the same bits
    const lanes: usize = whole ? 1 : <usize>left;
    for (let lane: usize = 0; lane < lanes; lane++) {
      const o = lane << 2;
      const gradient = f32x4.mul(whole ? v128.load(g) : v128.load_splat<f32>(g + o), scale);
      const m1 = f32x4.add(f32x4.mul(whole ? v128.load(m) : v128.load_splat<f32>(m + o), b1), f32x4.mul(gradient, a1));
      const v1 = f32x4.add(
        f32x4.mul(whole ? v128.load(v) : v128.load_splat<f32>(v + o), b2),
        f32x4.mul(f32x4.mul(gradient, gradient), a2),
      );
      const step = f32x4.div(f32x4.mul(rate, m1), f32x4.add(f32x4.sqrt(f32x4.mul(v1, c2)), epsilon));
      const w1 = f32x4.sub(f32x4.mul(whole ? v128.load(w) : v128.load_splat<f32>(w + o), keep), step);
      if (whole) {
        v128.store(m, m1);
        v128.store(v, v1);
        v128.store(w, w1);
        v128.store(g, f32x4.splat(0));
      } else {
        store<f32>(m + o, f32x4.extract_lane(m1, 0));
        store<f32>(v + o, f32x4.extract_lane(v1, 0));
        store<f32>(w + o, f32x4.extract_lane(w1, 0));
        store<f32>(g + o, 0);
      }
    }
  }
}
