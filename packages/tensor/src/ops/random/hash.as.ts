// Random bits by position: a generalised Feistel network over four words of 12 bits, whose round function is the middle
// of a square. No number reaches 2^24, so that gpu.js computes the same in float32 (gpu.ts).

const ROUNDS: i32 = 12;

// The words of four positions; AssemblyScript's functions return one value.
export let word0: v128 = i32x4.splat(0);
export let word1: v128 = i32x4.splat(0);
export let word2: v128 = i32x4.splat(0);
export let word3: v128 = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function low12(x: v128): v128 { return v128.and(x, i32x4.splat(4095)); }

/** (x + middle((from + key)^2)) mod 4096. */
// @ts-ignore: decorator
@inline
function mixed(x: v128, from: v128, key: usize): v128 {
  const t = low12(i32x4.add(from, v128.load_splat<i32>(key)));
  // the product of numbers below 2^15 in half a multiplication's time
  return low12(i32x4.add(x, i32x4.shr_u(i32x4.dot_i16x8_s(t, t), 6)));
}

/** Hashes the positions `at` to `at` + 3 with the round keys at `key`. */
// @ts-ignore: decorator
@inline
export function hash4(key: usize, at: i32): void {
  const i = i32x4.add(i32x4.splat(at), i32x4(0, 1, 2, 3));
  let a = low12(i), b = low12(i32x4.shr_u(i, 12)), c = i32x4.shr_u(i, 24), d = i32x4.splat(0);
  for (let r = 0; r < ROUNDS; r++, key += 8) {
    const left = mixed(b, a, key), right = mixed(d, c, key + 4);
    b = c;
    d = a;
    a = left;
    c = right;
  }
  word0 = a;
  word1 = b;
  word2 = c;
  word3 = d;
}
