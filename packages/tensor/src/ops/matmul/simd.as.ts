import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm/gemm.as';
import { PANEL } from '../../backends/simd/assembly/gemm/pack.as';
import { product } from '../../backends/simd/assembly/gemm/product.as';
import { addRow } from '../../backends/simd/assembly/rows.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';

// Rows of A that are gone through together: 384 KiB of A stay in the second-level cache while the panels go by.
const ROWS: i32 = 192;

// Some rows of A against some panels of B. Arguments as below; `first` is a panel's first column.
function stretch(args: usize, row: i32, rows: i32, first: i32, columns: i32): void {
  const depth = word(args, 6);
  const aRow = <usize>depth << 2, cRow = <usize>word(args, 7) << 2, column = <usize>first << 2;
  const at = <usize>row * cRow + column;
  const c = pointer(args, 2) + at, panels = pointer(args, 1) + column * <usize>depth;
  const residual = pointer(args, 3), bias = pointer(args, 4) ? pointer(args, 4) + column : 0;
  // a residual, or else the bias: a row for all
  const from = residual ? residual + at : bias;
  product(pointer(args, 0) + <usize>row * aRow, aRow, panels, depth, c, cRow, from, residual ? cRow : 0, rows, columns);
  if (residual && bias) for (let i = 0; i < rows; i++) addRow(c + <usize>i * cRow, bias, columns);
}

/** Rows of A against packed B. Arguments: a, panels, c, residual or 0, bias or 0, rows a unit, depth, columns. */
export function matmul(args: usize, begin: i32, end: i32): void {
  const last = end * word(args, 5);
  for (let row = begin * word(args, 5); row < last; row += ROWS) {
    stretch(args, row, min(ROWS, last - row), 0, word(args, 7));
  }
}

/** The same, but units are panels: every thread takes all rows, and of B its own part. Arguments: rows in all instead. */
export function matmulColumns(args: usize, begin: i32, end: i32): void {
  const rows = word(args, 5), first = begin * PANEL, columns = min(end * PANEL, word(args, 7)) - first;
  for (let row = 0; row < rows; row += ROWS) stretch(args, row, min(ROWS, rows - row), first, columns);
}

// For AT B the depth is the longer side. Its rows of A lie apart by a power of two more often than not, and lines that far
// apart push each other out of the first-level cache: a block of A is copied to lines an odd number of cache lines apart.
const BLOCK: i32 = 256;
const STRIDE: usize = (<usize>ROWS << 2) + 64;

function copyBlock(a: usize, aStep: usize, to: usize, rows: i32, length: i32): void {
  const whole = <usize>(rows & ~3) << 2, bytes = <usize>rows << 2;
  for (let k = 0; k < length; k++, a += aStep, to += STRIDE) {
    let o: usize = 0;
    for (; o < whole; o += 16) v128.store(to + o, v128.load(a + o));
    for (; o < bytes; o += 4) store<f32>(to + o, load<f32>(a + o));
  }
}

/**
 * C = AT B (+ C). Units are two rows of C. Arguments: a, panels of b, c, whether to add to c, m, n, depth, scratch, its
 * bytes a thread, bytes of c before its first row.
 */
export function matmulTransposed(args: usize, begin: i32, end: i32): void {
  const a = pointer(args, 0), panels = pointer(args, 1), c = pointer(args, 2) + pointer(args, 9);
  const add = word(args, 3), m = word(args, 4), n = word(args, 5), depth = word(args, 6);
  const block = pointer(args, 7) + <usize>threadIndex() * pointer(args, 8);
  const aStep = <usize>m << 2, cRow = <usize>n << 2;
  const last = min(end << 1, m);
  for (let k = 0; k < depth || k == 0; k += BLOCK) {
    const length = min(BLOCK, depth - k);
    for (let i = begin << 1; i < last; i += ROWS) {
      const rows = min(ROWS, last - i), to = c + <usize>i * cRow;
      copyBlock(a + <usize>k * aStep + (<usize>i << 2), aStep, block, rows, length);
      gemm(block, 4, STRIDE, panels + (<usize>k << 6), <usize>depth << 6, length, to, cRow, k || add ? to : 0, cRow, rows, n);
    }
  }
}
