import { type UnaryFunction, unary } from './unary.ts';

/** y = -x. */
export const neg: UnaryFunction = unary({
  name: 'neg',
  value: 'return -x;',
  from: 'x',
  gradient: 'return -dy;',
});
