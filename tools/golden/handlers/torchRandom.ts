/**
 * The stream of integers behind torch's CPU generator, MT19937 (Matsumoto and Nishimura, 1998), to repeat what a source
 * drew at random.
 */

/** Draws integers in [0, below): the next 32 bits, modulo `below`. */
export function torchRandom(seed: number): (below: number) => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) {
    const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, before) + i;
  }
  let at = 624;
  return below => {
    if (at === 624) {
      twist(state);
      at = 0;
    }
    let bits = state[at++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return ((bits ^ (bits >>> 18)) >>> 0) % below;
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < 624; i++) {
    const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
    state[i] = state[(i + 397) % 624]! ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
  }
}
