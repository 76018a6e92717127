import { type DrawFunction, draw } from './draw.ts';

/**
 * Uniform numbers in [0, 1), multiples of 2^-24: the same bits on every backend. The plan takes the key, an i32 input of
 * shape [KEY_WORDS], when it runs: randomKey(seed, counter). Shapes: key -> shape. No gradient. Throws ShapeError.
 */
export const uniform: DrawFunction = draw('uniform', 'return (a * 4096 + b) * 5.9604644775390625e-8;');
