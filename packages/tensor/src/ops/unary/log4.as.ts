// The natural logarithm for four lanes: Cephes' logf, a polynomial on [sqrt(1/2), sqrt(2)).

const LOG: usize = memory.data<f32>([
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
  -2.12194440e-4, 0.693359375, // ln 2 in two parts
  0.707106781186547524, 0.5, 1,
  1.17549435e-38, 8388608, // the smallest normal number, 2^23
]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(LOG + (index << 2));
}

/** ln x per lane. -infinity at 0, NaN below and for NaN. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const one = constant(13), infinity = f32x4.splat(Infinity);
  // subnormal numbers are scaled up first
  const small = f32x4.lt(x, constant(14));
  const bits = v128.bitselect(f32x4.mul(x, constant(15)), x, small);
  const m = v128.or(v128.and(bits, i32x4.splat(0x007fffff)), constant(12));
  const low = f32x4.lt(m, constant(11));
  let e = i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126));
  e = i32x4.add(i32x4.sub(e, v128.and(small, i32x4.splat(23))), low);
  const n = f32x4.convert_i32x4_s(e);
  const r = f32x4.sub(f32x4.add(m, v128.and(m, low)), one);
  const z = f32x4.mul(r, r);
  let p = f32x4.relaxed_madd(constant(0), r, constant(1));
  p = f32x4.relaxed_madd(p, r, constant(2));
  p = f32x4.relaxed_madd(p, r, constant(3));
  p = f32x4.relaxed_madd(p, r, constant(4));
  p = f32x4.relaxed_madd(p, r, constant(5));
  p = f32x4.relaxed_madd(p, r, constant(6));
  p = f32x4.relaxed_madd(p, r, constant(7));
  p = f32x4.relaxed_madd(p, r, constant(8));
  p = f32x4.mul(f32x4.mul(p, r), z);
  p = f32x4.relaxed_madd(n, constant(9), p);
  p = f32x4.relaxed_nmadd(z, constant(12), p);
  const y = f32x4.relaxed_madd(n, constant(10), f32x4.add(r, p));
  const finite = v128.bitselect(y, x, f32x4.lt(x, infinity));
  const zero = f32x4.eq(x, f32x4.splat(0));
  const logarithm = v128.bitselect(f32x4.neg(infinity), finite, zero);
  return v128.or(logarithm, f32x4.lt(x, f32x4.splat(0)));
}
