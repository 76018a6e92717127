// Fused multiply-adds in registers alone: twelve chains of x = x y + z. Twelve cover the instruction's latency (four
// cycles, two a cycle), and with y and z they fit into sixteen registers.

/** Twelve chains of 256 bits, as pairs stored side by side, which is what makes V8 merge them. 192 flops a step. */
export function wide(to: usize, from: usize, steps: i32): void {
  const z0 = v128.load(from, 0), z1 = v128.load(from, 16), y0 = v128.load(from, 32), y1 = v128.load(from, 48);
  let a0 = z0, a1 = z1, b0 = z0, b1 = z1, c0 = z0, c1 = z1, d0 = z0, d1 = z1, e0 = z0, e1 = z1, f0 = z0, f1 = z1;
  let g0 = z0, g1 = z1, h0 = z0, h1 = z1, i0 = z0, i1 = z1, j0 = z0, j1 = z1, k0 = z0, k1 = z1, l0 = z0, l1 = z1;
  for (let step = 0; step < steps; step++) {
    a0 = f32x4.relaxed_madd(a0, y0, z0); a1 = f32x4.relaxed_madd(a1, y1, z1);
    b0 = f32x4.relaxed_madd(b0, y0, z0); b1 = f32x4.relaxed_madd(b1, y1, z1);
    c0 = f32x4.relaxed_madd(c0, y0, z0); c1 = f32x4.relaxed_madd(c1, y1, z1);
    d0 = f32x4.relaxed_madd(d0, y0, z0); d1 = f32x4.relaxed_madd(d1, y1, z1);
    e0 = f32x4.relaxed_madd(e0, y0, z0); e1 = f32x4.relaxed_madd(e1, y1, z1);
    f0 = f32x4.relaxed_madd(f0, y0, z0); f1 = f32x4.relaxed_madd(f1, y1, z1);
    g0 = f32x4.relaxed_madd(g0, y0, z0); g1 = f32x4.relaxed_madd(g1, y1, z1);
    h0 = f32x4.relaxed_madd(h0, y0, z0); h1 = f32x4.relaxed_madd(h1, y1, z1);
    i0 = f32x4.relaxed_madd(i0, y0, z0); i1 = f32x4.relaxed_madd(i1, y1, z1);
    j0 = f32x4.relaxed_madd(j0, y0, z0); j1 = f32x4.relaxed_madd(j1, y1, z1);
    k0 = f32x4.relaxed_madd(k0, y0, z0); k1 = f32x4.relaxed_madd(k1, y1, z1);
    l0 = f32x4.relaxed_madd(l0, y0, z0); l1 = f32x4.relaxed_madd(l1, y1, z1);
  }
  v128.store(to, a0, 0); v128.store(to, a1, 16); v128.store(to, b0, 32); v128.store(to, b1, 48);
  v128.store(to, c0, 64); v128.store(to, c1, 80); v128.store(to, d0, 96); v128.store(to, d1, 112);
  v128.store(to, e0, 128); v128.store(to, e1, 144); v128.store(to, f0, 160); v128.store(to, f1, 176);
  v128.store(to, g0, 192); v128.store(to, g1, 208); v128.store(to, h0, 224); v128.store(to, h1, 240);
  v128.store(to, i0, 256); v128.store(to, i1, 272); v128.store(to, j0, 288); v128.store(to, j1, 304);
  v128.store(to, k0, 320); v128.store(to, k1, 336); v128.store(to, l0, 352); v128.store(to, l1, 368);
}

/** Twelve chains of 128 bits, apart from each other so that they stay as they are. 96 flops a step. */
export function narrow(to: usize, from: usize, steps: i32): void {
  const z = v128.load(from, 0), y = v128.load(from, 32);
  let a = z, b = z, c = z, d = z, e = z, f = z, g = z, h = z, i = z, j = z, k = z, l = z;
  for (let step = 0; step < steps; step++) {
    a = f32x4.relaxed_madd(a, y, z); b = f32x4.relaxed_madd(b, y, z); c = f32x4.relaxed_madd(c, y, z);
    d = f32x4.relaxed_madd(d, y, z); e = f32x4.relaxed_madd(e, y, z); f = f32x4.relaxed_madd(f, y, z);
    g = f32x4.relaxed_madd(g, y, z); h = f32x4.relaxed_madd(h, y, z); i = f32x4.relaxed_madd(i, y, z);
    j = f32x4.relaxed_madd(j, y, z); k = f32x4.relaxed_madd(k, y, z); l = f32x4.relaxed_madd(l, y, z);
  }
  v128.store(to, a, 0); v128.store(to, b, 32); v128.store(to, c, 64); v128.store(to, d, 96);
  v128.store(to, e, 128); v128.store(to, f, 160); v128.store(to, g, 192); v128.store(to, h, 224);
  v128.store(to, i, 256); v128.store(to, j, 288); v128.store(to, k, 320); v128.store(to, l, 352);
}
