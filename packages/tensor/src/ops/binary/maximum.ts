import { where } from '../where/where.ts';
import { type BinaryFunction, binary } from './binary.ts';
import { greaterEqual } from './greaterEqual.ts';

/** y = max(a, b), broadcast; NaN where either is. dy goes to the larger, and to a where they are equal. */
export const maximum: BinaryFunction = binary({
  name: 'maximum',
  gpu: 'if (a >= b) { return a; } if (b > a) { return b; } return a + b;',
  gradient: (dy, a, b) => {
    const first = greaterEqual(a, b);
    return [where(first, dy, 0), where(first, 0, dy)];
  },
});
