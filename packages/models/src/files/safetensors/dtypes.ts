// Numbers as files hold them, little-endian: float32, and the two of 16 bits, which widen to float32 exactly.

export const DTYPES = ['F32', 'F16', 'BF16'] as const;
export type FileDType = (typeof DTYPES)[number];

/** Bytes of a number. */
export function bytesPer(dtype: FileDType): number {
  return dtype === 'F32' ? 4 : 2;
}

/** The numbers in `bytes`, whose count is a multiple of the number's size; exact. May share the memory of `bytes`. */
export function decode(dtype: FileDType, bytes: Uint8Array): Float32Array {
  if (dtype === 'F32') {
    if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    return new Float32Array(bytes.slice().buffer);
  }
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, bytes.length / 2);
  // bits, not numbers: a NaN keeps its payload
  const bits = new Uint32Array(halves.length);
  if (dtype === 'BF16') {
    for (let i = 0; i < bits.length; i++) bits[i] = halves[i]! << 16;
  } else {
    for (let i = 0; i < bits.length; i++) bits[i] = bitsOfHalf(halves[i]!);
  }
  return new Float32Array(bits.buffer);
}

/** The bytes of numbers, rounded to the nearest that the type has, to the even one of two. */
export function encode(dtype: FileDType, numbers: Float32Array): Uint8Array {
  if (dtype === 'F32') return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  const round = dtype === 'BF16' ? brainFloat : half;
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) halves[i] = round(bits[i]!);
  return new Uint8Array(halves.buffer);
}

/** float16's bits as float32's. */
function bitsOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // below float16's smallest normal number, 2^-14, float32 still has normal ones
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/** float32's bits as bfloat16's: the upper half. */
function brainFloat(bits: number): number {
  const isNotNumber = (bits & 0x7fffffff) > 0x7f800000;
  // a NaN's payload may lie in the lower half alone; without this it would become infinity
  if (isNotNumber) return (bits >>> 16) | ((bits & 0x7f0000) === 0 ? 0x40 : 0);
  return ((bits >>> 0) + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** float32's bits as float16's. */
function half(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7c00 | ((size >> 13) & 0x3ff || 0x200);
  // 65520 and above round to infinity
  if (size >= 0x477ff000) return sign | 0x7c00;
  if (size >= 0x38800000) return sign | ((size - 0x38000000 + 0xfff + ((size >> 13) & 1)) >> 13);
  // at most half of the smallest number, 2^-24, rounds to zero
  if (size <= 0x33000000) return sign;
  const shift = 126 - (size >> 23);
  const fraction = (size & 0x7fffff) | 0x800000;
  const kept = fraction >> shift;
  const rest = fraction & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (kept + Number(rest > tie || (rest === tie && (kept & 1) === 1)));
}
