// Tiles of the matrix product for the 128-bit build: half a panel, eight columns, so that the accumulators of six rows
// fit into its registers. The chains of additions are those of tiles.as.ts, and so are the bits.

/** C[6, 8] = A[6, depth] * half a panel (+ from). Strides in bytes; `from` may be 0. */
export function half6(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0), c51 = f32x4.splat(0);
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
    const x4 = v128.load_splat<f32>(a4);
    c40 = f32x4.relaxed_madd(x4, b0, c40); c41 = f32x4.relaxed_madd(x4, b1, c41);
    const x5 = v128.load_splat<f32>(a5);
    c50 = f32x4.relaxed_madd(x5, b0, c50); c51 = f32x4.relaxed_madd(x5, b1, c51);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep; a4 += aStep; a5 += aStep;
  }
  if (from) {
    c00 = f32x4.add(c00, v128.load(from, 0)); c01 = f32x4.add(c01, v128.load(from, 16));
    from += fromRow;
    c10 = f32x4.add(c10, v128.load(from, 0)); c11 = f32x4.add(c11, v128.load(from, 16));
    from += fromRow;
    c20 = f32x4.add(c20, v128.load(from, 0)); c21 = f32x4.add(c21, v128.load(from, 16));
    from += fromRow;
    c30 = f32x4.add(c30, v128.load(from, 0)); c31 = f32x4.add(c31, v128.load(from, 16));
    from += fromRow;
    c40 = f32x4.add(c40, v128.load(from, 0)); c41 = f32x4.add(c41, v128.load(from, 16));
    from += fromRow;
    c50 = f32x4.add(c50, v128.load(from, 0)); c51 = f32x4.add(c51, v128.load(from, 16));
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16);
  c += cRow;
  v128.store(c, c10, 0); v128.store(c, c11, 16);
  c += cRow;
  v128.store(c, c20, 0); v128.store(c, c21, 16);
  c += cRow;
  v128.store(c, c30, 0); v128.store(c, c31, 16);
  c += cRow;
  v128.store(c, c40, 0); v128.store(c, c41, 16);
  c += cRow;
  v128.store(c, c50, 0); v128.store(c, c51, 16);
}

/** The same for four rows. */
export function half4(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
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
  if (from) {
    c00 = f32x4.add(c00, v128.load(from, 0)); c01 = f32x4.add(c01, v128.load(from, 16));
    from += fromRow;
    c10 = f32x4.add(c10, v128.load(from, 0)); c11 = f32x4.add(c11, v128.load(from, 16));
    from += fromRow;
    c20 = f32x4.add(c20, v128.load(from, 0)); c21 = f32x4.add(c21, v128.load(from, 16));
    from += fromRow;
    c30 = f32x4.add(c30, v128.load(from, 0)); c31 = f32x4.add(c31, v128.load(from, 16));
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16);
  c += cRow;
  v128.store(c, c10, 0); v128.store(c, c11, 16);
  c += cRow;
  v128.store(c, c20, 0); v128.store(c, c21, 16);
  c += cRow;
  v128.store(c, c30, 0); v128.store(c, c31, 16);
}
