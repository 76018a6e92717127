// Numbers that are the same in every run of a test.

/** `length` uniform numbers in [0, 1) from a linear congruential generator. */
export function uniforms(length: number, seed: number): Float32Array {
  let state = seed | 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  });
}

/** `length` numbers in [-1, 1). */
export function noise(length: number, seed: number): Float32Array {
  return uniforms(length, seed).map(value => 2 * value - 1);
}
