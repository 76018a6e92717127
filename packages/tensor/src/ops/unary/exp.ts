import { type UnaryFunction, unary } from './unary.ts';

/** y = e^x; infinity above 88.7, and on SIMD 0 where the result would be below the normal numbers. dx = y dy. */
export const exp: UnaryFunction = unary({
  name: 'exp',
  value: 'return Math.exp(x);',
  from: 'y',
  gradient: 'return dy * y;',
});
