// The hash of random tensors again, in whole numbers of JavaScript, for the tests.

import type { Shape } from '../../graph/tensor.ts';
import { sizeOf } from '../../graph/tensor.ts';
import { ROUNDS } from './key.ts';

/** Four words of 12 bits: the hash of a position. */
function words(key: Int32Array, position: number, rounds: number = ROUNDS): readonly number[] {
  const middle = (x: number, k: number) => Math.floor(((x + k) % 4096) ** 2 / 64);
  let state = [position % 4096, Math.floor(position / 4096) % 4096, Math.floor(position / 4096 ** 2), 0];
  for (let r = 0; r < rounds; r++) {
    const [a, b, c, d] = state as [number, number, number, number];
    state = [(b + middle(a, key[2 * r]!)) % 4096, c, (d + middle(c, key[2 * r + 1]!)) % 4096, a];
  }
  return state;
}

/** What `uniform` draws. */
export function uniformReference(shape: Shape, key: Int32Array, rounds?: number): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => {
    const [a, b] = words(key, i, rounds);
    return (a! * 4096 + b!) / 2 ** 24;
  });
}

/** What `normal` draws, in float64. */
export function normalReference(shape: Shape, key: Int32Array): Float64Array {
  return Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const [a, b, c, d] = words(key, i);
    const u = (a! * 4096 + b! + 1) / 2 ** 24;
    return Math.sqrt(-2 * Math.log(u)) * Math.cos((2 * Math.PI * (c! * 4096 + d!)) / 2 ** 24);
  });
}
