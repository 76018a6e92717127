import { type UnaryFunction, unary } from './unary.ts';

/** y = ln x; -infinity at 0, NaN below. dx = dy / x. */
export const log: UnaryFunction = unary({
  name: 'log',
  value: 'return Math.log(x);',
  from: 'x',
  gradient: 'return dy / x;',
});
