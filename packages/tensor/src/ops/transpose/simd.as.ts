import { pointer, word } from '../../backends/simd/assembly/args.as';

/**
 * Arguments: x [outer, p, between, q, inner], y [outer, q, between, p, inner], p, between, q, inner. Units are the
 * stretches [p, inner] of y.
 */
export function transpose(args: usize, begin: i32, end: i32): void {
  const p = word(args, 2), between = word(args, 3), q = word(args, 4), inner = word(args, 5);
  const bytes = <usize>inner << 2, stride = <usize>(between * q) * bytes;
  let y = pointer(args, 1) + <usize>(begin * p) * bytes;
  for (let unit = begin; unit < end; unit++) {
    const line = unit / between, k = unit - line * between;
    const outer = line / q, j = line - outer * q;
    let x = pointer(args, 0) + <usize>((outer * p * between + k) * q + j) * bytes;
    if (inner == 1) for (let i = 0; i < p; i++, x += stride, y += 4) store<f32>(y, load<f32>(x));
    else for (let i = 0; i < p; i++, x += stride, y += bytes) memory.copy(y, x, bytes);
  }
}
