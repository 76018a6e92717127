import { type UnaryFunction, unary } from './unary.ts';

/** y = x^2. dx = 2 x dy. */
export const square: UnaryFunction = unary({
  name: 'square',
  value: 'return x * x;',
  from: 'x',
  gradient: 'return 2 * x * dy;',
});
