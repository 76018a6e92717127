// Packing: the second operand of a product, laid out as the tiles read it.

/** Columns of a panel. */
export const PANEL: i32 = 16;

// Four columns whose elements follow each other, as four rows of a panel.
// @ts-ignore: decorator
@inline
function transpose4(from: usize, column: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + column);
  const c = v128.load(from + 2 * column), d = v128.load(from + 3 * column);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), 0);
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 64);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 128);
  v128.store(to, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 192);
}

/** Packs one panel of B[depth, columns]: panel[k][c] = b[k * bRow + (j + c) * bColumn], zeros past the last column. */
export function packPanel(b: usize, bRow: usize, bColumn: usize, depth: i32, j: i32, columns: i32, panel: usize): void {
  const width = min(PANEL, columns - j);
  const start = b + <usize>j * bColumn;
  let k: i32 = 0;
  if (width == PANEL && bColumn == 4) {
    for (; k < depth; k++) {
      const row = start + <usize>k * bRow, out = panel + (<usize>k << 6);
      v128.store(out, v128.load(row, 0), 0); v128.store(out, v128.load(row, 16), 16);
      v128.store(out, v128.load(row, 32), 32); v128.store(out, v128.load(row, 48), 48);
    }
  } else if (width == PANEL && bRow == 4) {
    for (; k + 4 <= depth; k += 4) {
      const from = start + (<usize>k << 2), out = panel + (<usize>k << 6);
      for (let c: usize = 0; c < 4; c++) transpose4(from + 4 * c * bColumn, bColumn, out + (c << 4));
    }
  }
  for (; k < depth; k++) {
    let row = start + <usize>k * bRow;
    const out = panel + (<usize>k << 6);
    let c = 0;
    for (; c < width; c++, row += bColumn) store<f32>(out + (<usize>c << 2), load<f32>(row));
    for (; c < PANEL; c++) store<f32>(out + (<usize>c << 2), 0);
  }
}

/** Packs all panels of B[depth, columns]. */
export function packPanels(b: usize, bRow: usize, bColumn: usize, depth: i32, columns: i32, to: usize): void {
  for (let j = 0; j < columns; j += PANEL, to += <usize>depth << 6) packPanel(b, bRow, bColumn, depth, j, columns, to);
}
