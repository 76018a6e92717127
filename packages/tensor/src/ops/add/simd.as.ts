import { pointer, word } from '../../backends/simd/assembly/args.as';

/** y = a + b. Arguments: a, b, y, elements a unit. */
export function add(args: usize, begin: i32, end: i32): void {
  const size = word(args, 3);
  const first = <usize>(begin * size) << 2;
  let a = pointer(args, 0) + first, b = pointer(args, 1) + first, y = pointer(args, 2) + first;
  let left = (end - begin) * size;
  for (; left >= 4; left -= 4, a += 16, b += 16, y += 16) v128.store(y, f32x4.add(v128.load(a), v128.load(b)));
  for (; left > 0; left--, a += 4, b += 4, y += 4) store<f32>(y, load<f32>(a) + load<f32>(b));
}
