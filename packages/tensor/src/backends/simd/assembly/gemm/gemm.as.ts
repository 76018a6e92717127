// The matrix product at the bottom of everything: rows of A against panels of B.
//
// B is packed into panels of 16 columns, [column block][depth][16], zero-padded at the right; A is read in place.
// One loop serves NN, NT and TN: only A's two strides differ (rows apart, steps along the depth apart). Tiles of six, four
// or one row differ in speed, not in bits, so the bits depend neither on the batch nor on the number of threads.

import { half4, half6 } from './halfTiles.as';
import { edge } from '../threads.as';
import { PANEL } from './pack.as';
import { tile1, tile4, tile6 } from './tiles.as';

let narrow: bool = false;

/** Which tiles fit the width that V8 compiles to: halves without merging. The bits are the same. */
export function setNarrow(halves: bool): void {
  narrow = halves;
}

// Rows that go in fours, so that the others are whole sixes, with as few single ones below as can be.
// @ts-ignore: decorator
@inline
function fours(rows: i32): i32 {
  const over = rows % 6;
  return over >= 4 ? 1 : over >= 2 && rows >= 8 ? 2 : 0;
}

function panelOfC(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize, rows: i32,
): void {
  let left = rows;
  for (const stop = 4 * fours(rows); left - stop >= 6; left -= 6, a += 6 * aRow, c += 6 * cRow) {
    if (narrow) {
      half6(a, aRow, aStep, panel, depth, c, cRow, from, fromRow);
      half6(a, aRow, aStep, panel + 32, depth, c + 32, cRow, from ? from + 32 : 0, fromRow);
    } else {
      tile6(a, aRow, aStep, panel, depth, c, cRow, from, fromRow);
    }
    if (from) from += 6 * fromRow;
  }
  for (; left >= 4; left -= 4, a += 4 * aRow, c += 4 * cRow) {
    if (narrow) {
      half4(a, aRow, aStep, panel, depth, c, cRow, from, fromRow);
      half4(a, aRow, aStep, panel + 32, depth, c + 32, cRow, from ? from + 32 : 0, fromRow);
    } else {
      tile4(a, aRow, aStep, panel, depth, c, cRow, from, fromRow);
    }
    if (from) from += 4 * fromRow;
  }
  for (; left > 0; left--, a += aRow, c += cRow) {
    tile1(a, aRow, aStep, panel, depth, c, cRow, from, fromRow);
    if (from) from += fromRow;
  }
}

// A panel that hangs over the right edge of C goes row by row through sixteen floats of the thread's own.
function edgeOfC(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32,
): void {
  const bytes = <usize>columns << 2;
  for (; rows > 0; rows--, a += aRow, c += cRow) {
    if (from) {
      memory.copy(edge, from, bytes);
      from += fromRow;
    }
    tile1(a, aRow, aStep, panel, depth, edge, 0, from ? edge : 0, 0);
    memory.copy(c, edge, bytes);
  }
}

/**
 * C[rows, columns] = A * panels (+ from). Strides in bytes. `from` may be 0 (start at zero), C (accumulate) or another
 * matrix (a residual; with `fromRow` 0 a row, for all); `panelStride` is the distance between panels, so that a part of
 * the depth can be taken.
 */
export function gemm(
  a: usize, aRow: usize, aStep: usize, panels: usize, panelStride: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32,
): void {
  for (; columns >= PANEL; columns -= PANEL, panels += panelStride, c += PANEL << 2) {
    panelOfC(a, aRow, aStep, panels, depth, c, cRow, from, fromRow, rows);
    if (from) from += PANEL << 2;
  }
  if (columns) edgeOfC(a, aRow, aStep, panels, depth, c, cRow, from, fromRow, rows, columns);
}
