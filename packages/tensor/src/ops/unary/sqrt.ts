import { type UnaryFunction, unary } from './unary.ts';

/** y = sqrt(x); NaN below zero. dx = dy / (2 y), infinite at 0. */
export const sqrt: UnaryFunction = unary({
  name: 'sqrt',
  value: 'return Math.sqrt(x);',
  from: 'y',
  gradient: 'return dy * (0.5 / y);',
});
