import { neg } from '../unary/neg.ts';
import { type BinaryFunction, binary } from './binary.ts';
import { mul } from './mul.ts';

/** y = a / b, broadcast; 1 / 0 is infinity, 0 / 0 NaN. da = dy / b, db = -y dy / b. */
export const div: BinaryFunction = binary({
  name: 'div',
  gpu: 'return a / b;',
  gradient: (dy, _, b, y) => {
    const da = div(dy, b);
    return [da, neg(mul(da, y))];
  },
});
