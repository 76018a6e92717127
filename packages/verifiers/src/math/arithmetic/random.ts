/** Numbers that are random to whoever wrote the text, and the same in every run. */

const MASK = (1n << 64n) - 1n;

/** A 64-bit hash of a text (FNV-1a, finished with the mixer of SplitMix64). */
export function hash(text: string): bigint {
  let value = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++)
    value = ((value ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n) & MASK;
  value = ((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  value = ((value ^ (value >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return value ^ (value >> 31n);
}
