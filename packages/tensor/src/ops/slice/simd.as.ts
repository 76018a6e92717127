import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Arguments: x, y, words of x a unit, first of those that y takes, their number. */
export function slice(args: usize, begin: i32, end: i32): void {
  const stride = <usize>word(args, 2) << 2, first = <usize>word(args, 3) << 2, bytes = <usize>word(args, 4) << 2;
  for (let unit = <usize>begin; unit < <usize>end; unit++) {
    memory.copy(pointer(args, 1) + unit * bytes, pointer(args, 0) + unit * stride + first, bytes);
  }
}

/** Arguments: dy, dx, words of dx a unit, first of those that dy goes to, their number. */
export function sliceGradient(args: usize, begin: i32, end: i32): void {
  const stride = <usize>word(args, 2) << 2, first = <usize>word(args, 3) << 2, bytes = <usize>word(args, 4) << 2;
  for (let unit = <usize>begin; unit < <usize>end; unit++) {
    const dx = pointer(args, 1) + unit * stride;
    memory.fill(dx, 0, first);
    memory.copy(dx + first, pointer(args, 0) + unit * bytes, bytes);
    memory.fill(dx + first + bytes, 0, stride - first - bytes);
  }
}
