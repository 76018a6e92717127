import { type UnaryFunction, unary } from './unary.ts';

// 1 - 2 / (e^2x + 1) away from zero, where it loses nothing; Cephes' polynomial near it. The exponent is held below 20,
// where the answer is 1 already: a GPU's own tanh overflows.

/** y = (e^x - e^-x) / (e^x + e^-x). dx = (1 - y^2) dy. */
export const tanh: UnaryFunction = unary({
  name: 'tanh',
  value: `let size = x;
    if (x < 0) { size = -x; }
    if (size < 0.625) {
      const z = x * x;
      return x + x * z * ((((-0.00570498872745 * z + 0.0206390887954) * z - 0.0537397155531) * z +
        0.133314422036) * z - 0.333332819422);
    }
    if (size > 10) { size = 10; }
    const y = 1 - 2 / (Math.exp(2 * size) + 1);
    if (x < 0) { return -y; }
    return y;`,
  from: 'y',
  gradient: 'return dy * (1 - y * y);',
});
