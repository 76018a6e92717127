import { float, pointer, word } from '../../backends/simd/assembly/args.as';
import { madd1 } from '../../backends/simd/assembly/math.as';

/** Arguments: x, positions, cos, sin, y, rows a unit, heads, head size, number of positions, direction. */
export function rope(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 5), heads = word(args, 6), size = word(args, 7), positions = word(args, 8);
  const half = size >> 1, vectors = half & ~3;
  const far = <usize>half << 2;
  const direction = float(args, 9);
  const d = f32x4.splat(direction);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    let x = pointer(args, 0) + (<usize>(row * heads * size) << 2), y = pointer(args, 4) + (<usize>(row * heads * size) << 2);
    const position = load<i32>(pointer(args, 1) + (<usize>row << 2));
    if (<u32>position >= <u32>positions) {
      for (let j = 0; j < heads * size; j++) store<f32>(y + (<usize>j << 2), f32.NaN);
      continue;
    }
    const cos = pointer(args, 2) + <usize>position * far, sin = pointer(args, 3) + <usize>position * far;
    for (let h = 0; h < heads; h++, x += far << 1, y += far << 1) {
      let i: i32 = 0;
      for (; i < vectors; i += 4) {
        const o = <usize>i << 2;
        const a = v128.load(x + o), b = v128.load(x + o + far);
        const c = v128.load(cos + o), s = f32x4.mul(v128.load(sin + o), d);
        v128.store(y + o, f32x4.relaxed_nmadd(b, s, f32x4.mul(a, c)));
        v128.store(y + o + far, f32x4.relaxed_madd(a, s, f32x4.mul(b, c)));
      }
      for (; i < half; i++) {
        const o = <usize>i << 2;
        const a = load<f32>(x + o), b = load<f32>(x + o + far);
        const c = load<f32>(cos + o), s = load<f32>(sin + o) * direction;
        store<f32>(y + o, madd1(-b, s, a * c));
        store<f32>(y + o + far, madd1(a, s, b * c));
      }
    }
  }
}
