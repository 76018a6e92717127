import { notANumber } from '../../backends/gpujs/gpuCall.ts';
import { log } from '../unary/log.ts';
import { where } from '../where/where.ts';
import { type BinaryFunction, binary } from './binary.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';

/**
 * y = a^b as e^(b ln |a|), broadcast, with the sign that a whole b gives; for any other b and a < 0 NaN, unless a is
 * infinite. Its relative error grows as |b ln a| does, by 6e-8 each.
 * da = b a^(b - 1) dy, 0 where b is 0; db = y ln(a) dy, 0 where a is 0.
 */
export const pow: BinaryFunction = binary({
  name: 'pow',
  gpu: `if (b === 0) { return 1; }
    if (a === 0 && b > 0) { return 0; }
    if (a === 0 && b < 0) { return 1 / (a * a); }
    let size = a;
    if (a < 0) { size = -a; }
    const y = Math.exp(b * Math.log(size));
    if (a < 0) {
      if (Math.floor(b) < b) {
        if (a < -3.4e38) { return y; }
        return ${notANumber('a')};
      }
      if (2 * Math.floor(b / 2) < b) { return -y; }
    }
    return y;`,
  gradient: (dy, a, b, y) => [
    where(b, mul(dy, mul(b, pow(a, sub(b, 1)))), 0),
    where(a, mul(dy, mul(y, log(a))), 0),
  ],
});
