import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { averageAtK, bootstrap, passAtK } from './index.ts';
import { uniforms } from './random.ts';

/** Every way to draw the problems anew: the exact distribution that resampling samples from. */
function exactly(scores: number[][], statistic: (sample: number[][]) => number): number[] {
  const draws = scores.length ** scores.length;
  return Array.from({ length: draws }, (_, draw) =>
    statistic(scores.map((_, i) => scores[Math.floor(draw / scores.length ** i) % scores.length]!)),
  ).sort((a, b) => a - b);
}

const scores = fc.array(fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 }), {
  minLength: 2,
  maxLength: 4,
});

test.prop([scores, fc.integer(), fc.constantFrom(averageAtK, (s: number[][]) => passAtK(s, 2))], {
  numRuns: 30,
})('its ends stand where the whole distribution says', (drawn, seed, statistic) => {
  const { low, high } = bootstrap(drawn, statistic as typeof averageAtK, { resamples: 20_000, seed });
  const all = exactly(drawn, statistic as typeof averageAtK);
  const below = (value: number) => all.filter(each => each < value - 1e-12).length / all.length;
  const upTo = (value: number) => all.filter(each => each <= value + 1e-12).length / all.length;
  // the 2.5 % quantile lies where the distribution passes 2.5 %, give or take the noise of 20,000 draws
  expect(below(low)).toBeLessThan(0.025 + 0.01);
  expect(upTo(low)).toBeGreaterThan(0.025 - 0.01);
  expect(below(high)).toBeLessThan(0.975 + 0.01);
  expect(upTo(high)).toBeGreaterThan(0.975 - 0.01);
});

test('95 of 100 intervals hold the truth', () => {
  const next = uniforms(7);
  let held = 0;
  for (let experiment = 0; experiment < 400; experiment++) {
    const drawn = Array.from({ length: 60 }, () => [next() < 0.3 ? 1 : 0]);
    const { low, high } = bootstrap(drawn, averageAtK, { resamples: 400, seed: experiment });
    if (low <= 0.3 && 0.3 <= high) held++;
  }
  expect(held / 400).toBeGreaterThan(0.9);
  expect(held / 400).toBeLessThan(0.99);
});

test('the same seed gives the same interval; options that make none are refused', () => {
  const drawn = [[1], [0], [1], [0], [0]];
  expect(bootstrap(drawn, averageAtK, { seed: 3 })).toEqual(bootstrap(drawn, averageAtK, { seed: 3 }));
  expect(() => bootstrap(drawn, averageAtK, { level: 95 })).toThrow(/level in \(0, 1\).*received level 95/);
});
