/**
 * Random numbers as a pure function of what they are for: the same keys give the same number, on any machine and in
 * any order, so a plan can be replayed without a generator's state.
 *
 * Keys go through MurmurHash3's 32-bit mixing (public domain), twice for the 53 bits of a double.
 */

/** A number in [0, 1) from keys: seeds, steps, ids. Uniform over changing keys. */
export function draw(...keys: readonly (number | string)[]): number {
  const text = JSON.stringify(keys);
  const [high, low] = [hash(text, 0x9747b28c) >>> 5, hash(text, 0x3c6ef372) >>> 6];
  return (high * 2 ** 26 + low) / 2 ** 53;
}

function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
