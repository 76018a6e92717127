import { type UnaryFunction, unary } from './unary.ts';

/** y = |x|. dx = sign(x) dy, and 0 at 0. */
export const abs: UnaryFunction = unary({
  name: 'abs',
  value: 'if (x < 0) { return -x; } return x;',
  from: 'x',
  gradient: 'if (x < 0) { return -dy; } if (x > 0) { return dy; } return x * dy;',
});
