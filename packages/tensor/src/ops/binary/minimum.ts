import { where } from '../where/where.ts';
import { type BinaryFunction, binary } from './binary.ts';
import { greaterEqual } from './greaterEqual.ts';

/** y = min(a, b), broadcast; NaN where either is. dy goes to the smaller, and to a where they are equal. */
export const minimum: BinaryFunction = binary({
  name: 'minimum',
  gpu: 'if (b >= a) { return a; } if (a > b) { return b; } return a + b;',
  gradient: (dy, a, b) => {
    const first = greaterEqual(b, a);
    return [where(first, dy, 0), where(first, 0, dy)];
  },
});
