import { type DrawFunction, draw } from './draw.ts';

// Box and Muller 1958: sqrt(-2 ln u) cos(2 pi v), with u in (0, 1] and cos(2 pi v) = sin(2 pi (|v - 1/2| - 1/4)). A GPU's
// own logarithm loses all relative accuracy near 1 and its cosine may err by 5e-4, so both are series here: of
// -ln u = 2 artanh((1 - u) / (1 + u)), and of the sine to the eleventh power.
const BODY = `const u = (a * 4096 + b + 1) * 5.9604644775390625e-8;
  const v = (c * 4096 + d) * 5.9604644775390625e-8;
  let information = 0;
  if (u < 0.5) {
    information = -Math.log(u);
  } else {
    const s = (1 - u) / (1 + u);
    const w = s * s;
    information = 2 * s * (1 + w * (0.3333333333 + w * (0.2 + w * (0.1428571429 + w * (0.1111111111 +
      w * (0.0909090909 + w * 0.0769230769))))));
  }
  let turn = v - 0.5;
  if (turn < 0) {
    turn = -turn;
  }
  const angle = (turn - 0.25) * 6.283185307179586;
  const z = angle * angle;
  const sine = angle * (1 + z * (-0.1666666667 + z * (0.0083333333 + z * (-0.0001984127 + z * (0.00000275573192 -
    z * 0.0000000250521084)))));
  return Math.sqrt(2 * information) * sine;`;

/**
 * Normal numbers of mean 0 and variance 1, within 1e-5 of Box and Muller's formula, none beyond 5.77 (a share of 8e-9).
 * The plan takes the key, an i32 input of shape [KEY_WORDS], when it runs: randomKey(seed, counter).
 * Shapes: key -> shape. No gradient. Throws ShapeError.
 */
export const normal: DrawFunction = draw('normal', BODY);
