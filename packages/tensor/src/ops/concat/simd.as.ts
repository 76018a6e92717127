import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Arguments: x, y, words of y a unit, first of those that x goes to, their number. */
export function concat(args: usize, begin: i32, end: i32): void {
  const stride = <usize>word(args, 2) << 2, first = <usize>word(args, 3) << 2, bytes = <usize>word(args, 4) << 2;
  for (let unit = <usize>begin; unit < <usize>end; unit++) {
    memory.copy(pointer(args, 1) + unit * stride + first, pointer(args, 0) + unit * bytes, bytes);
  }
}
