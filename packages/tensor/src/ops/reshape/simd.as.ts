import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Arguments: x, y, words a unit. */
export function copy(args: usize, begin: i32, end: i32): void {
  const bytes = <usize>word(args, 2) << 2;
  const first = <usize>begin * bytes;
  memory.copy(pointer(args, 1) + first, pointer(args, 0) + first, <usize>(end - begin) * bytes);
}
