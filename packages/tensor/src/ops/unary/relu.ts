import { type UnaryFunction, unary } from './unary.ts';

/** y = max(x, 0). dx = dy where x > 0, else 0. */
export const relu: UnaryFunction = unary({
  name: 'relu',
  value: 'if (x < 0) { return 0; } return x;',
  from: 'x',
  gradient: 'if (x > 0) { return dy; } return 0 * dy;',
});
