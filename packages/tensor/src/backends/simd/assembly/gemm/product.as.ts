// Rows of activations against a packed weight: the product of linear layers.

import { gemm } from './gemm.as';

// Steps of the depth that are taken at once: of a panel, 32 KiB stay in the first-level cache.
const DEPTH: i32 = 512;

// The depth in equal parts of at most DEPTH.
function partOf(depth: i32): i32 {
  const parts = max(1, (depth + DEPTH - 1) / DEPTH);
  return max(1, (depth + parts - 1) / parts);
}

/**
 * C[rows, columns] = A * panels (+ from), A's rows `aRow` bytes apart; see gemm. The bits of a row depend on nothing but
 * the row, the panels and the depth.
 */
export function product(
  a: usize, aRow: usize, panels: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32,
): void {
  const part = partOf(depth);
  for (let k = 0; k < depth || k == 0; k += part) {
    gemm(
      a + (<usize>k << 2), aRow, 4, panels + (<usize>k << 6), <usize>depth << 6, min(part, depth - k),
      c, cRow, k ? c : from, k ? cRow : fromRow, rows, columns,
    );
  }
}
