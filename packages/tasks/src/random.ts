/**
 * A seeded stream of random numbers: xoshiro128** (Blackman and Vigna 2018), its state filled by splitmix32.
 * The same on every machine, and no test of ours depends on Math.random.
 */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  unit(): number;
  /** A uniform integer in [0, n). */
  below(n: number): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** `count` distinct items in random order (Fisher-Yates); all of them unless told. */
  draw<Item>(items: readonly Item[], count?: number): Item[];
}

/** Opens the stream of a seed (an integer). Streams named apart are independent of each other. */
export function random(seed: number, stream = ''): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is an integer such as 42; received ${seed}`);
  const mix = splitmix32(Math.imul(fnv1a(stream), 0x85ebca6b) ^ fnv1a(String(seed)));
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const unit = (): number => next() / 2 ** 32;
  // The bias of scaling is below n / 2^32: nothing at the sizes of these tasks.
  const below = (n: number): number => Math.floor(unit() * n);
  const draw = <Item>(items: readonly Item[], count = items.length): Item[] => {
    const pool = [...items];
    for (let i = 0; i < count; i++) {
      const j = i + below(pool.length - i);
      [pool[i], pool[j]] = [pool[j]!, pool[i]!];
    }
    return pool.slice(0, count);
  };
  return { unit, below, chance: p => unit() < p, draw };
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

function splitmix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}

/** FNV-1a, 32 bits: from a name to a number. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
