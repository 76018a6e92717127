// Random numbers by position: a pure function of seed, stream and index, so that a draw does not depend on what else
// was drawn before or beside it.

/** A 32-bit hash of three whole numbers (two rounds of MurmurHash3's finaliser over each). */
export function hash(seed: number, stream: number, index: number): number {
  let h = mix((seed | 0) ^ 0x9e3779b9);
  h = mix(h ^ Math.imul(stream | 0, 0x85ebca6b));
  return mix(h ^ Math.imul(index | 0, 0xc2b2ae35));
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h = (h ^ (h >>> 16)) + 0x6d2b79f5;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return h ^ (h >>> 15);
}

/** A number in [0, 1) with 24 bits, exact in float32. */
export function uniform(seed: number, stream: number, index: number): number {
  return (hash(seed, stream, index) >>> 8) / 2 ** 24;
}

/** Standard normal numbers of a stream, by index (Box and Muller 1958). */
export function normal(seed: number, stream: number): (index: number) => number {
  return index => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, stream, 2 * index)));
    return radius * Math.cos(2 * Math.PI * uniform(seed, stream, 2 * index + 1));
  };
}
