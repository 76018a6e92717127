import { neg } from '../unary/neg.ts';
import { type BinaryFunction, binary } from './binary.ts';

/** y = a - b, broadcast. da = dy, db = -dy. */
export const sub: BinaryFunction = binary({
  name: 'sub',
  gpu: 'return a - b;',
  gradient: dy => [dy, neg(dy)],
});
