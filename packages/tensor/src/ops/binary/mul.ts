import { type BinaryFunction, binary } from './binary.ts';

/** y = a b, element by element, broadcast. da = dy b, db = dy a. */
export const mul: BinaryFunction = binary({
  name: 'mul',
  gpu: 'return a * b;',
  gradient: (dy, a, b) => [mul(dy, b), mul(dy, a)],
});
