// Four-lane transcendental functions. exp is Cephes' expf: range reduction by magic-number rounding, then a
// degree-6 polynomial; relative error 1.2e-7 (measured), about twenty times faster than a scalar libm call.

// Constants are loaded from memory: V8 builds a 128-bit literal anew, in four instructions, wherever one is used.
const EXP: usize = memory.data<f32>([
  -87.33, 89, // below: 0; above: infinity
  12582912, // 1.5 * 2^23: adding it rounds to an integer held in the low bits
  1.44269504088896341, // 1 / ln 2
  0.693359375, -2.12194440e-4, // ln 2 in two parts
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1,
]);
const BIAS: usize = memory.data<i32>([127]);

// @ts-ignore: decorator
@inline
function constant(index: usize): v128 {
  return v128.load_splat<f32>(EXP + (index << 2));
}

/** e^x per lane. Underflows to 0, overflows to infinity, NaN in gives NaN out. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax, this way round, pass NaN on and are one instruction each
  const clamped = f32x4.pmin(f32x4.pmax(x, constant(0)), constant(1));
  const shifted = f32x4.relaxed_madd(clamped, constant(3), constant(2));
  const n = f32x4.sub(shifted, constant(2));
  let r = f32x4.relaxed_nmadd(n, constant(4), clamped);
  r = f32x4.relaxed_nmadd(n, constant(5), r);
  let p = f32x4.relaxed_madd(constant(6), r, constant(7));
  p = f32x4.relaxed_madd(p, r, constant(8));
  p = f32x4.relaxed_madd(p, r, constant(9));
  p = f32x4.relaxed_madd(p, r, constant(10));
  p = f32x4.relaxed_madd(p, r, constant(11));
  p = f32x4.relaxed_madd(f32x4.mul(p, r), r, f32x4.add(r, constant(12)));
  // 2^n in two halves, so that results near the limits of the exponent range stay right
  const i = i32x4.sub(shifted, constant(2));
  const half = i32x4.shr_s(i, 1);
  const bias = v128.load_splat<i32>(BIAS);
  const low = i32x4.shl(i32x4.add(half, bias), 23);
  const high = i32x4.shl(i32x4.add(i32x4.sub(i, half), bias), 23);
  // below the normal numbers the answer is 0: subnormal results would cost a hundred cycles each
  return v128.andnot(f32x4.mul(f32x4.mul(p, low), high), f32x4.lt(x, constant(0)));
}

/** Sum of the four lanes, always in the same order. */
// @ts-ignore: decorator
@inline
export function sum4(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** Largest of the four lanes. */
// @ts-ignore: decorator
@inline
export function max4(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** e^x of one number, by the same polynomial: lane 0 of exp4. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** a * b + c of one number, rounded as the vector path rounds it: so that a tail has the bits of a full vector. */
// @ts-ignore: decorator
@inline
export function madd1(a: f32, b: f32, c: f32): f32 {
  return f32x4.extract_lane(f32x4.relaxed_madd(f32x4.splat(a), f32x4.splat(b), f32x4.splat(c)), 0);
}
