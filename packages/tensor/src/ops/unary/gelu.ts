import { type UnaryFunction, unary } from './unary.ts';

// x (1 + tanh(u / 2)) / 2 is x sigmoid(u).
const U = '1.5957691216 * (x + 0.044715 * x * x * x)';
const SLOPE_OF_U = '1.5957691216 * (1 + 0.134145 * x * x)';

/**
 * GELU in its tanh form (PyTorch's `approximate='tanh'`): y = x s with s = sigmoid(u),
 * u = 2 sqrt(2 / pi) (x + 0.044715 x^3). dx = s (1 + x (1 - s) u') dy.
 */
export const gelu: UnaryFunction = unary({
  name: 'gelu',
  value: `return x / (1 + Math.exp(-(${U})));`,
  from: 'x',
  gradient: `const s = 1 / (1 + Math.exp(-(${U}))); return dy * (s * (1 + x * (1 - s) * (${SLOPE_OF_U})));`,
});
