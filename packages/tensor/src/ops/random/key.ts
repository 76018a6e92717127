// What random tensors are drawn with: the round keys of their hash (hash.as.ts), spread out from a seed and a counter on
// the host. They are 12-bit numbers because integers travel to a GPU as float32, which would round a 32-bit seed.

/** Rounds of the hash; from 8 on, none of our statistics tells it from chance. */
export const ROUNDS = 12;

/** Length of a key: the shape of the input that takes it is [KEY_WORDS], its type i32. */
export const KEY_WORDS: number = 2 * ROUNDS;

const GOLDEN = 0x9e3779b97f4a7c15n;

/** SplitMix64's finaliser (Steele, Lea and Flood 2014): each bit in changes half of the bits out. */
function mix(bits: bigint): bigint {
  const first = BigInt.asUintN(64, (bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n);
  const second = BigInt.asUintN(64, (first ^ (first >> 27n)) * 0x94d049bb133111ebn);
  return second ^ (second >> 31n);
}

/**
 * The key of one draw: numbers for an i32 input of shape [KEY_WORDS]. The same seed and counter give the same key; give
 * every step its counter and every draw within a step its seed, because draws with one key are the same numbers.
 * Both are 32-bit integers, in [-2^31, 2^31). Throws RangeError for others.
 */
export function randomKey(seed: number, counter: number): Int32Array {
  for (const [name, value] of Object.entries({ seed, counter })) {
    if (value === (value | 0)) continue;
    throw new RangeError(
      `randomKey: the ${name} must be a whole number in [-2^31, 2^31), for example 7; got ${value}`,
    );
  }
  const start = mix((BigInt(seed >>> 0) << 32n) | BigInt(counter >>> 0));
  return Int32Array.from({ length: KEY_WORDS }, (_, i) => {
    const block = mix(BigInt.asUintN(64, start + BigInt(i >> 2) * GOLDEN));
    return Number((block >> BigInt(16 * (i & 3) + 4)) & 4095n);
  });
}
