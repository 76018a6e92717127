// The matrix product at the bottom of everything: rows of A against panels of B.
//
// B is packed into panels of 16 columns, [column block][depth][16], zero-padded at the right; A is read in place.
// One micro-kernel serves NN, NT and TN: only A's two strides differ (rows apart, steps along the depth apart).
// Every output is one chain of fused multiply-adds over the depth in ascending order, so its bits do not depend on
// the tile it falls in, on the batch or on the number of threads.

import { edge } from './threads.as';

export const PANEL: i32 = 16;

// A 4x16 tile: 16 accumulators of 128 bits, which V8 pairs into eight of 256 bits where it may.
function tile4(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0), c33 = f32x4.splat(0);
  if (from) {
    const r1 = from + fromRow, r2 = r1 + fromRow, r3 = r2 + fromRow;
    c00 = v128.load(from, 0); c01 = v128.load(from, 16); c02 = v128.load(from, 32); c03 = v128.load(from, 48);
    c10 = v128.load(r1, 0); c11 = v128.load(r1, 16); c12 = v128.load(r1, 32); c13 = v128.load(r1, 48);
    c20 = v128.load(r2, 0); c21 = v128.load(r2, 16); c22 = v128.load(r2, 32); c23 = v128.load(r2, 48);
    c30 = v128.load(r3, 0); c31 = v128.load(r3, 16); c32 = v128.load(r3, 32); c33 = v128.load(r3, 48);
  }
  for (let end = panel + ((<usize>depth) << 6); panel < end; panel += 64) {
    const b0 = v128.load(panel, 0), b1 = v128.load(panel, 16), b2 = v128.load(panel, 32), b3 = v128.load(panel, 48);
    const x0 = v128.load_splat<f32>(a0);
    c00 = f32x4.relaxed_madd(x0, b0, c00); c01 = f32x4.relaxed_madd(x0, b1, c01);
    c02 = f32x4.relaxed_madd(x0, b2, c02); c03 = f32x4.relaxed_madd(x0, b3, c03);
    const x1 = v128.load_splat<f32>(a1);
    c10 = f32x4.relaxed_madd(x1, b0, c10); c11 = f32x4.relaxed_madd(x1, b1, c11);
    c12 = f32x4.relaxed_madd(x1, b2, c12); c13 = f32x4.relaxed_madd(x1, b3, c13);
    const x2 = v128.load_splat<f32>(a2);
    c20 = f32x4.relaxed_madd(x2, b0, c20); c21 = f32x4.relaxed_madd(x2, b1, c21);
    c22 = f32x4.relaxed_madd(x2, b2, c22); c23 = f32x4.relaxed_madd(x2, b3, c23);
    const x3 = v128.load_splat<f32>(a3);
    c30 = f32x4.relaxed_madd(x3, b0, c30); c31 = f32x4.relaxed_madd(x3, b1, c31);
    c32 = f32x4.relaxed_madd(x3, b2, c32); c33 = f32x4.relaxed_madd(x3, b3, c33);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
  }
  const o1 = c + cRow, o2 = o1 + cRow, o3 = o2 + cRow;
  v128.store(c, c00, 0); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  v128.store(o1, c10, 0); v128.store(o1, c11, 16); v128.store(o1, c12, 32); v128.store(o1, c13, 48);
  v128.store(o2, c20, 0); v128.store(o2, c21, 16); v128.store(o2, c22, 32); v128.store(o2, c23, 48);
  v128.store(o3, c30, 0); v128.store(o3, c31, 16); v128.store(o3, c32, 32); v128.store(o3, c33, 48);
}

// The same tile in two halves of eight columns: eight accumulators fit into the sixteen 128-bit registers that there are
// without merging.
function tile4Half(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  if (from) {
    const r1 = from + fromRow, r2 = r1 + fromRow, r3 = r2 + fromRow;
    c00 = v128.load(from, 0); c01 = v128.load(from, 16); c10 = v128.load(r1, 0); c11 = v128.load(r1, 16);
    c20 = v128.load(r2, 0); c21 = v128.load(r2, 16); c30 = v128.load(r3, 0); c31 = v128.load(r3, 16);
  }
  for (let end = panel + ((<usize>depth) << 6); panel < end; panel += 64) {
    const b0 = v128.load(panel, 0), b1 = v128.load(panel, 16);
    const x0 = v128.load_splat<f32>(a0);
    c00 = f32x4.relaxed_madd(x0, b0, c00); c01 = f32x4.relaxed_madd(x0, b1, c01);
    const x1 = v128.load_splat<f32>(a1);
    c10 = f32x4.relaxed_madd(x1, b0, c10); c11 = f32x4.relaxed_madd(x1, b1, c11);
    const x2 = v128.load_splat<f32>(a2);
    c20 = f32x4.relaxed_madd(x2, b0, c20); c21 = f32x4.relaxed_madd(x2, b1, c21);
    const x3 = v128.load_splat<f32>(a3);
    c30 = f32x4.relaxed_madd(x3, b0, c30); c31 = f32x4.relaxed_madd(x3, b1, c31);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep;
  }
  const o1 = c + cRow, o2 = o1 + cRow, o3 = o2 + cRow;
  v128.store(c, c00, 0); v128.store(c, c01, 16); v128.store(o1, c10, 0); v128.store(o1, c11, 16);
  v128.store(o2, c20, 0); v128.store(o2, c21, 16); v128.store(o3, c30, 0); v128.store(o3, c31, 16);
}

let narrow: bool = false;

/** Which tile fits the width that V8 compiles to: halves without merging. The bits are the same. */
export function setNarrow(halves: bool): void {
  narrow = halves;
}

// One row against a panel: what is left below a multiple of four rows.
function tile1(a: usize, aStep: usize, panel: usize, depth: i32, c: usize, from: usize): void {
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), c2 = f32x4.splat(0), c3 = f32x4.splat(0);
  if (from) {
    c0 = v128.load(from, 0); c1 = v128.load(from, 16); c2 = v128.load(from, 32); c3 = v128.load(from, 48);
  }
  for (let end = panel + ((<usize>depth) << 6); panel < end; panel += 64) {
    const x = v128.load_splat<f32>(a);
    c0 = f32x4.relaxed_madd(x, v128.load(panel, 0), c0); c1 = f32x4.relaxed_madd(x, v128.load(panel, 16), c1);
    c2 = f32x4.relaxed_madd(x, v128.load(panel, 32), c2); c3 = f32x4.relaxed_madd(x, v128.load(panel, 48), c3);
    a += aStep;
  }
  v128.store(c, c0, 0); v128.store(c, c1, 16); v128.store(c, c2, 32); v128.store(c, c3, 48);
}

function edgeRow(a: usize, aStep: usize, panel: usize, depth: i32, c: usize, from: usize, columns: i32): void {
  const bytes = <usize>columns << 2;
  if (from) memory.copy(edge, from, bytes);
  tile1(a, aStep, panel, depth, edge, from ? edge : 0);
  memory.copy(c, edge, bytes);
}

/**
 * C[rows, columns] = A * panels (+ from). Strides in bytes. `from` may be 0 (start at zero), C (accumulate) or
 * another matrix (a residual); `panelStride` is the distance between panels, so that a part of the depth can be taken.
 */
export function gemm(
  a: usize, aRow: usize, aStep: usize, panels: usize, panelStride: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize, rows: i32, columns: i32,
): void {
  for (let j = 0; j < columns; j += PANEL, panels += panelStride) {
    const left = columns - j;
    const cj = c + (<usize>j << 2), fj = from ? from + (<usize>j << 2) : 0;
    if (left >= PANEL) {
      let i = 0;
      for (; i + 4 <= rows; i += 4) {
        const ai = a + <usize>i * aRow, ci = cj + <usize>i * cRow, fi = fj ? fj + <usize>i * fromRow : 0;
        if (narrow) {
          tile4Half(ai, aRow, aStep, panels, depth, ci, cRow, fi, fromRow);
          tile4Half(ai, aRow, aStep, panels + 32, depth, ci + 32, cRow, fi ? fi + 32 : 0, fromRow);
        } else {
          tile4(ai, aRow, aStep, panels, depth, ci, cRow, fi, fromRow);
        }
      }
      for (; i < rows; i++) {
        tile1(a + <usize>i * aRow, aStep, panels, depth, cj + <usize>i * cRow, fj ? fj + <usize>i * fromRow : 0);
      }
    } else {
      for (let i = 0; i < rows; i++) {
        edgeRow(a + <usize>i * aRow, aStep, panels, depth, cj + <usize>i * cRow, fj ? fj + <usize>i * fromRow : 0, left);
      }
    }
  }
}

/** Packs one panel of B[depth, columns]: panel[k][c] = b[k * bRow + (j + c) * bColumn], zeros past the last column. */
export function packPanel(b: usize, bRow: usize, bColumn: usize, depth: i32, j: i32, columns: i32, panel: usize): void {
  const width = min(PANEL, columns - j);
  const start = b + <usize>j * bColumn;
  if (width == PANEL && bColumn == 4) {
    for (let k = 0; k < depth; k++) {
      const row = start + <usize>k * bRow, out = panel + (<usize>k << 6);
      v128.store(out, v128.load(row, 0), 0); v128.store(out, v128.load(row, 16), 16);
      v128.store(out, v128.load(row, 32), 32); v128.store(out, v128.load(row, 48), 48);
    }
    return;
  }
  for (let k = 0; k < depth; k++) {
    let row = start + <usize>k * bRow;
    const out = panel + (<usize>k << 6);
    let c = 0;
    for (; c < width; c++, row += bColumn) store<f32>(out + (<usize>c << 2), load<f32>(row));
    for (; c < PANEL; c++) store<f32>(out + (<usize>c << 2), 0);
  }
}
