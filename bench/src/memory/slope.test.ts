import { fc, test } from '@fast-check/vitest';

import { describe, expect } from 'vitest';
import { normal } from '../../../packages/models/src/random.ts';
import { isFlat, slope } from './slope.ts';

const number = fc.double({ min: -100, max: 100, noNaN: true });

test.prop([number, number])('a line has its own slope, without error', (level, rise) => {
  const x = [0, 10, 20, 30];
  const found = slope(
    x,
    x.map(at => level + rise * at),
  );
  expect(found.slope).toBeCloseTo(rise, 8);
  expect(found.standardError).toBeCloseTo(0, 8);
});

test('least squares of a known example', () => {
  expect(slope([1, 2, 3, 4], [1, 3, 2, 5]).slope).toBeCloseTo(1.1, 12);
});

describe('of 1,000 walks of 20 samples', () => {
  const x = Array.from({ length: 20 }, (_, i) => 50 * i);
  const flat = (sample: (draw: (i: number) => number) => number[]) =>
    Array.from({ length: 1000 }, (_, seed) => isFlat(slope(x, sample(normal(seed, 0))))).filter(Boolean)
      .length;

  test('those without a drift are flat, but for the few that chance lets grow', () => {
    const walks = flat(draw => {
      let at = 0;
      return x.map((_, i) => (at += draw(i)));
    });
    expect(walks).toBeGreaterThan(940);
    expect(walks).toBeLessThan(1000);
  });

  test('those that jitter around a level are flat', () => {
    expect(flat(draw => x.map((_, i) => draw(i)))).toBe(1000);
  });

  test('those that rise by more than they jitter are not', () => {
    expect(flat(draw => x.map((at, i) => at / 50 + 0.3 * draw(i)))).toBeLessThan(10);
  });
});
