import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm.as';

/** Rows of A against packed B. Arguments: a, panels, c, residual or 0, rows a unit, depth, columns. */
export function matmul(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 4), depth = word(args, 5), columns = word(args, 6);
  const first = <usize>(begin * perUnit);
  const aRow = <usize>depth << 2, cRow = <usize>columns << 2;
  const residual = pointer(args, 3);
  gemm(
    pointer(args, 0) + first * aRow, aRow, 4, pointer(args, 1), <usize>depth << 6, depth,
    pointer(args, 2) + first * cRow, cRow, residual ? residual + first * cRow : 0, cRow, (end - begin) * perUnit, columns,
  );
}

// A stretch of the depth whose 16-float lines of A and B stay in the first-level cache.
const BLOCK: i32 = 256;

/** C = AT B, units of four rows of C. Arguments: a, panels of b, c, m, n, depth. */
export function matmulTransposed(args: usize, begin: i32, end: i32): void {
  const a = pointer(args, 0), panels = pointer(args, 1), c = pointer(args, 2);
  const m = word(args, 3), n = word(args, 4), depth = word(args, 5);
  const aStep = <usize>m << 2, cRow = <usize>n << 2, stride = <usize>depth << 6;
  for (let k = 0; k < depth || k == 0; k += BLOCK) {
    const length = min(BLOCK, depth - k);
    for (let unit = begin; unit < end; unit++) {
      const i = unit << 2;
      const to = c + <usize>i * cRow;
      gemm(
        a + <usize>k * aStep + (<usize>i << 2), 4, aStep, panels + (<usize>k << 6), stride, length,
        to, cRow, k ? to : 0, cRow, min(4, m - i), n,
      );
    }
  }
}
