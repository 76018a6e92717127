import { type UnaryFunction, unary } from './unary.ts';

/** y = x s with s = sigmoid(x) (swish). dx = s (1 + x (1 - s)) dy. */
export const silu: UnaryFunction = unary({
  name: 'silu',
  value: 'return x / (1 + Math.exp(-x));',
  from: 'x',
  gradient: 'const s = 1 / (1 + Math.exp(-x)); return dy * (s * (1 + x * (1 - s)));',
});
