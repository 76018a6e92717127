import { expect, it } from 'vitest';
import { relativeError } from './closeness.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

it('is relative to the norm of the reference', () => {
  expect(relativeError([3, 4.05], Float64Array.of(3, 4))).toBeCloseTo(0.01, 10);
  expect(relativeError([], new Float64Array(0))).toBe(0);
});

it('is relative to the terms where they cancel, and to no less than a hundredth', () => {
  expect(relativeError([0.1], Float64Array.of(0), Float64Array.of(1000))).toBeCloseTo(1e-3, 10);
  expect(relativeError([1e-6], Float64Array.of(0))).toBeCloseTo(1e-4, 10);
});

it('wants the same NaN and infinities, and as many numbers', () => {
  expect(relativeError([nan, infinity, 1], Float64Array.of(nan, infinity, 1))).toBe(0);
  expect(relativeError([0, 1], Float64Array.of(nan, 1))).toBe(infinity);
  expect(relativeError([-infinity], Float64Array.of(infinity))).toBe(infinity);
  expect(relativeError([nan], Float64Array.of(1))).toBeNaN();
  expect(relativeError([1], Float64Array.of(1, 2))).toBe(infinity);
});
