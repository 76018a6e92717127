import { expect, it } from 'vitest';
import { makeMemory } from './memory.ts';

/** A place that sets no more than `most` pages aside. */
const upTo = (most: number) => (maximum: number) => {
  if (maximum > most) throw new RangeError('could not allocate memory');
  return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
};

it('takes 4 GiB where it can, and as much as there is elsewhere', () => {
  expect(makeMemory().limit).toBe(2 ** 32);
  const { memory, limit } = makeMemory(upTo(20_000));
  expect(limit).toBe(2 ** 30);
  memory.grow(2 ** 14 - 1);
  expect(() => memory.grow(1)).toThrow(RangeError);
});

it('gives up below 256 MiB', () => {
  expect(() => makeMemory(upTo(100))).toThrow('no WebAssembly memory of even 256 MiB can be had here');
});
