import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { extremes, means, rangeOf, smoothed } from './decimate.ts';

const values = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constant(Number.NaN)), { maxLength: 300 });
const points = fc.integer({ min: 10, max: 100 });

describe('decimation', () => {
  test.prop([values, points])(
    'keeps the smallest and the largest value, in order, in few points',
    (all, count) => {
      const data = Float64Array.from(all);
      const kept = extremes(data, 0, data.length, count);
      expect(kept.length).toBeLessThanOrEqual(Math.max(count, 0));
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      const there = all.filter(value => !Number.isNaN(value));
      if (there.length > 0) {
        const shown = kept.map(i => data[i]!);
        expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...there), Math.max(...there)]);
      }
    },
  );

  test.prop([values, points])('keeps every value where there are few', (all, count) => {
    const data = Float64Array.from(all.slice(0, count));
    const there = [...data.keys()].filter(i => !Number.isNaN(data[i]));
    expect(extremes(data, 0, data.length, count)).toEqual(there);
  });

  test.prop([fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1, maxLength: 300 }), points])(
    'means of stretches of like length have the mean of all',
    (all, count) => {
      const data = Float64Array.from(all);
      const { at, mean } = means(data, 0, data.length, count);
      const lengths = at.map((from, i) => (at[i + 1] ?? data.length) - from);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      const sum = mean.reduce((total, value, i) => total + value * lengths[i]!, 0);
      expect(sum).toBeCloseTo(
        all.reduce((total, value) => total + value, 0),
        6,
      );
    },
  );

  test.prop([
    fc.array(fc.integer({ min: 0, max: 20 })),
    fc.integer({ min: -2, max: 22 }),
    fc.integer({ min: -2, max: 22 }),
  ])('a range holds the steps from one to another, both included', (all, from, to) => {
    const steps = Float64Array.from(all.toSorted((a, b) => a - b));
    const { begin, end } = rangeOf(steps, from, to);
    expect([...steps.slice(begin, end)]).toEqual([...steps].filter(step => step >= from && step <= to));
  });
});

describe('smoothing', () => {
  it('leaves a constant as it is, and gaps where they are', () => {
    const result = smoothed(Float64Array.of(3, 3, Number.NaN, 3), 0.9);
    expect(result[2]).toBeNaN();
    for (const i of [0, 1, 3]) expect(result[i]).toBeCloseTo(3, 12);
  });

  it('weighs the past as the formula says', () => {
    // (0.5 * (0.5 * 0 + 0.5 * 1) + 0.5 * 4) / (1 - 0.5 ** 2)
    expect([...smoothed(Float64Array.of(1, 4), 0.5)]).toEqual([1, 3]);
  });
});
