import { type UnaryFunction, unary } from './unary.ts';

/** y = 1 / (1 + e^-x). dx = y (1 - y) dy. */
export const sigmoid: UnaryFunction = unary({
  name: 'sigmoid',
  value: 'return 1 / (1 + Math.exp(-x));',
  from: 'y',
  gradient: 'return dy * (y * (1 - y));',
});
