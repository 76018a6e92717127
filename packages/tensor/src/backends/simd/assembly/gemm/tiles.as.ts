// Tiles of the matrix product for the 256-bit build: V8 merges neighbouring pairs of the 128-bit accumulators.
//
// Six rows of A against a panel of 16 columns keep twelve merged accumulators, two of B and one of A in the fifteen
// registers that there are: 94% of the peak, where four rows reach 85%. V8 stops merging when the depth is unrolled, or
// when the accumulators start from memory instead of zero.
//
// Every output is one chain of fused multiply-adds over the depth in ascending order, then the addition of `from`.

/** C[6, 16] = A[6, depth] * panel (+ from). Strides in bytes; `from` may be 0. */
export function tile6(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0), c33 = f32x4.splat(0);
  let c40 = f32x4.splat(0), c41 = f32x4.splat(0), c42 = f32x4.splat(0), c43 = f32x4.splat(0);
  let c50 = f32x4.splat(0), c51 = f32x4.splat(0), c52 = f32x4.splat(0), c53 = f32x4.splat(0);
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
    const x4 = v128.load_splat<f32>(a4);
    c40 = f32x4.relaxed_madd(x4, b0, c40); c41 = f32x4.relaxed_madd(x4, b1, c41);
    c42 = f32x4.relaxed_madd(x4, b2, c42); c43 = f32x4.relaxed_madd(x4, b3, c43);
    const x5 = v128.load_splat<f32>(a5);
    c50 = f32x4.relaxed_madd(x5, b0, c50); c51 = f32x4.relaxed_madd(x5, b1, c51);
    c52 = f32x4.relaxed_madd(x5, b2, c52); c53 = f32x4.relaxed_madd(x5, b3, c53);
    a0 += aStep; a1 += aStep; a2 += aStep; a3 += aStep; a4 += aStep; a5 += aStep;
  }
  if (from) {
    c00 = f32x4.add(c00, v128.load(from, 0)); c01 = f32x4.add(c01, v128.load(from, 16));
    c02 = f32x4.add(c02, v128.load(from, 32)); c03 = f32x4.add(c03, v128.load(from, 48));
    from += fromRow;
    c10 = f32x4.add(c10, v128.load(from, 0)); c11 = f32x4.add(c11, v128.load(from, 16));
    c12 = f32x4.add(c12, v128.load(from, 32)); c13 = f32x4.add(c13, v128.load(from, 48));
    from += fromRow;
    c20 = f32x4.add(c20, v128.load(from, 0)); c21 = f32x4.add(c21, v128.load(from, 16));
    c22 = f32x4.add(c22, v128.load(from, 32)); c23 = f32x4.add(c23, v128.load(from, 48));
    from += fromRow;
    c30 = f32x4.add(c30, v128.load(from, 0)); c31 = f32x4.add(c31, v128.load(from, 16));
    c32 = f32x4.add(c32, v128.load(from, 32)); c33 = f32x4.add(c33, v128.load(from, 48));
    from += fromRow;
    c40 = f32x4.add(c40, v128.load(from, 0)); c41 = f32x4.add(c41, v128.load(from, 16));
    c42 = f32x4.add(c42, v128.load(from, 32)); c43 = f32x4.add(c43, v128.load(from, 48));
    from += fromRow;
    c50 = f32x4.add(c50, v128.load(from, 0)); c51 = f32x4.add(c51, v128.load(from, 16));
    c52 = f32x4.add(c52, v128.load(from, 32)); c53 = f32x4.add(c53, v128.load(from, 48));
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  c += cRow;
  v128.store(c, c10, 0); v128.store(c, c11, 16); v128.store(c, c12, 32); v128.store(c, c13, 48);
  c += cRow;
  v128.store(c, c20, 0); v128.store(c, c21, 16); v128.store(c, c22, 32); v128.store(c, c23, 48);
  c += cRow;
  v128.store(c, c30, 0); v128.store(c, c31, 16); v128.store(c, c32, 32); v128.store(c, c33, 48);
  c += cRow;
  v128.store(c, c40, 0); v128.store(c, c41, 16); v128.store(c, c42, 32); v128.store(c, c43, 48);
  c += cRow;
  v128.store(c, c50, 0); v128.store(c, c51, 16); v128.store(c, c52, 32); v128.store(c, c53, 48);
}

/** The same for four rows. */
export function tile4(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a, a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0), c12 = f32x4.splat(0), c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c22 = f32x4.splat(0), c23 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0), c32 = f32x4.splat(0), c33 = f32x4.splat(0);
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
  if (from) {
    c00 = f32x4.add(c00, v128.load(from, 0)); c01 = f32x4.add(c01, v128.load(from, 16));
    c02 = f32x4.add(c02, v128.load(from, 32)); c03 = f32x4.add(c03, v128.load(from, 48));
    from += fromRow;
    c10 = f32x4.add(c10, v128.load(from, 0)); c11 = f32x4.add(c11, v128.load(from, 16));
    c12 = f32x4.add(c12, v128.load(from, 32)); c13 = f32x4.add(c13, v128.load(from, 48));
    from += fromRow;
    c20 = f32x4.add(c20, v128.load(from, 0)); c21 = f32x4.add(c21, v128.load(from, 16));
    c22 = f32x4.add(c22, v128.load(from, 32)); c23 = f32x4.add(c23, v128.load(from, 48));
    from += fromRow;
    c30 = f32x4.add(c30, v128.load(from, 0)); c31 = f32x4.add(c31, v128.load(from, 16));
    c32 = f32x4.add(c32, v128.load(from, 32)); c33 = f32x4.add(c33, v128.load(from, 48));
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  c += cRow;
  v128.store(c, c10, 0); v128.store(c, c11, 16); v128.store(c, c12, 32); v128.store(c, c13, 48);
  c += cRow;
  v128.store(c, c20, 0); v128.store(c, c21, 16); v128.store(c, c22, 32); v128.store(c, c23, 48);
  c += cRow;
  v128.store(c, c30, 0); v128.store(c, c31, 16); v128.store(c, c32, 32); v128.store(c, c33, 48);
}

/** The same for one row: what is left below. */
export function tile1(
  a: usize, aRow: usize, aStep: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, from: usize, fromRow: usize,
): void {
  let a0 = a;
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c02 = f32x4.splat(0), c03 = f32x4.splat(0);
  for (let end = panel + ((<usize>depth) << 6); panel < end; panel += 64) {
    const b0 = v128.load(panel, 0), b1 = v128.load(panel, 16), b2 = v128.load(panel, 32), b3 = v128.load(panel, 48);
    const x0 = v128.load_splat<f32>(a0);
    c00 = f32x4.relaxed_madd(x0, b0, c00); c01 = f32x4.relaxed_madd(x0, b1, c01);
    c02 = f32x4.relaxed_madd(x0, b2, c02); c03 = f32x4.relaxed_madd(x0, b3, c03);
    a0 += aStep;
  }
  if (from) {
    c00 = f32x4.add(c00, v128.load(from, 0)); c01 = f32x4.add(c01, v128.load(from, 16));
    c02 = f32x4.add(c02, v128.load(from, 32)); c03 = f32x4.add(c03, v128.load(from, 48));
  }
  v128.store(c, c00, 0); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
}
