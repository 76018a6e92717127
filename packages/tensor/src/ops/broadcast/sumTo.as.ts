import { pointer, word } from '../../backends/simd/assembly/args.as';
import { sum4 } from '../../backends/simd/assembly/math.as';
import { offset } from './walk.as';

/**
 * Arguments: x, y, size of the innermost axis, whether y keeps that axis, numbers of outer axes that y keeps and of
 * those it sums over, product of the latter's sizes; then sizes and strides of the kept, sizes and strides of the summed.
 * Units are elements of y; each adds up its terms in the order in which they lie in x (four by four where they adjoin).
 */
export function sumTo(args: usize, begin: i32, end: i32): void {
  const inner = word(args, 2), kept = word(args, 4), summed = word(args, 5), turns = word(args, 6);
  const sizes = 7 + 2 * kept, strides = sizes + summed;
  if (word(args, 3)) {
    for (let at = begin; at < end; ) {
      const row = at / inner, j = at - row * inner;
      const count = min<i32>(inner - j, end - at);
      const x = pointer(args, 0) + (<usize>(offset(args, row, kept, 7, 7 + kept) + j) << 2);
      const y = pointer(args, 1) + (<usize>at << 2);
      memory.fill(y, 0, <usize>count << 2);
      for (let t = 0; t < turns; t++) {
        let from = x + (<usize>offset(args, t, summed, sizes, strides) << 2), to = y;
        let left = count;
        for (; left >= 4; left -= 4, from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
        for (; left > 0; left--, from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
      }
      at += count;
    }
    return;
  }
  for (let at = begin; at < end; at++) {
    const x = pointer(args, 0) + (<usize>offset(args, at, kept, 7, 7 + kept) << 2);
    let sums = f32x4.splat(0);
    let rest: f32 = 0;
    for (let t = 0; t < turns; t++) {
      let from = x + (<usize>offset(args, t, summed, sizes, strides) << 2);
      let left = inner;
      for (; left >= 4; left -= 4, from += 16) sums = f32x4.add(sums, v128.load(from));
      for (; left > 0; left--, from += 4) rest += load<f32>(from);
    }
    store<f32>(pointer(args, 1) + (<usize>at << 2), sum4(sums) + rest);
  }
}
