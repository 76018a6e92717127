import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { logProbs } from '../../../testing/batches.ts';
import { evaluate } from '../../../testing/evaluate.ts';
import { dft, type Objective, sft, trsft } from '../../index.ts';

const alphas = fc.double({ min: 1e-3, max: 1, noNaN: true });

describe('the gradient', () => {
  test.prop([logProbs, alphas])('is -1 inside the trust region and -p/alpha outside', (lp, alpha) => {
    const p = Math.exp(lp);
    expect(at(trsft(alpha), lp).gradient).toBeCloseTo(p >= alpha ? -1 : -p / alpha, 12);
  });

  test.prop([alphas])('is continuous at alpha, and so is the loss', alpha => {
    const edge = Math.log(alpha);
    const [below, above] = [at(trsft(alpha), edge - 1e-9), at(trsft(alpha), edge + 1e-9)];
    expect(below.gradient).toBeCloseTo(above.gradient, 7);
    expect(below.loss).toBeCloseTo(above.loss, 7);
  });

  test.prop([logProbs, logProbs, alphas])(
    'never weakens as p grows, and never exceeds that of SFT',
    (a, b, alpha) => {
      const [low, high] = [
        at(trsft(alpha), Math.min(a, b)).gradient,
        at(trsft(alpha), Math.max(a, b)).gradient,
      ];
      expect(Math.abs(high)).toBeGreaterThanOrEqual(Math.abs(low));
      expect(Math.abs(high)).toBeLessThanOrEqual(1);
    },
  );

  test.prop([logProbs])('is that of SFT at alpha = 0 and of DFT at alpha = 1', lp => {
    expect(at(trsft(0), lp)).toEqual(at(sft, lp));
    expect(at(trsft(Math.exp(lp) / 2), lp)).toEqual(at(sft, lp));
    expect(at(trsft(1), lp).gradient).toBe(at(dft, lp).gradient);
  });
});

test('the surrogate value is -1 for every token inside the trust region', () => {
  expect(at(trsft(0.1, 'surrogate'), Math.log(0.9)).loss).toBe(-1);
  expect(at(trsft(0.1, 'surrogate'), Math.log(0.05)).loss).toBeCloseTo(-0.5, 12);
});

test('alpha outside [0, 1] is refused with an example', () => {
  expect(() => trsft(1.5)).toThrow(/probability in \[0, 1\], e.g. trsft\(0.1\); received 1.5/);
  expect(() => trsft(Number.NaN)).toThrow(/received NaN/);
});

/**
 * Proposition 1: on a categorical expert p_E, S = { c : p_E(c) > alpha lambda } with lambda = sum of p_E over S, and
 * the optimum is p_E / lambda on S and 0 elsewhere. What the expert seldom does is pruned; the rest is rescaled.
 *
 * That fixed point doesn't always exist: a token can be too likely to leave out and too unlikely to let in. The same
 * KKT conditions then put lambda = p_E(c) / alpha for that one token, which takes what the others leave.
 */
describe('the optimum on a categorical distribution is that of Proposition 1', () => {
  const distributions = fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 8 })
    .map(weights => weights.map(weight => weight / weights.reduce((sum, other) => sum + other, 0)));

  test.prop([distributions, fc.constantFrom(0.05, 0.1, 0.3, 0.6)], { numRuns: 30 })(
    'descent comes down to its loss, and never below',
    (expert, alpha) => {
      const loss = (policy: number[]) =>
        expert.reduce((sum, p, c) => sum + p * at(trsft(alpha), Math.log(policy[c]!)).loss, 0);
      const least = loss(proposition1(expert, alpha));
      const found = loss(descend(expert, trsft(alpha)));
      expect(found).toBeGreaterThan(least - 1e-9);
      expect(found).toBeLessThan(least + 1e-3);
    },
  );

  test('a token the expert gives 2 % of the time is pruned at alpha = 0.1, not at 0.01', () => {
    expect(descend([0.6, 0.38, 0.02], trsft(0.1))[2]).toBeCloseTo(0, 3);
    expect(descend([0.6, 0.38, 0.02], trsft(0.01))[2]).toBeCloseTo(0.02, 3);
  });

  test('the one token on the edge takes what is left', () => {
    // S = {0} would let token 1 in (0.42 > 0.6 * 0.58), S = {0, 1} would leave it out (0.42 < 0.6)
    const [first, second] = descend([0.58, 0.42], trsft(0.6));
    expect(first).toBeCloseTo(0.58 / (0.42 / 0.6), 3);
    expect(second).toBeCloseTo(1 - 0.58 / (0.42 / 0.6), 3);
  });

  function proposition1(expert: number[], alpha: number): number[] {
    let lambda = 0;
    let onEdge = -1;
    for (const p of [...expert].sort((a, b) => b - a)) {
      if (p <= alpha * lambda) break;
      if (p <= alpha * (lambda + p)) {
        onEdge = expert.indexOf(p);
        lambda = p / alpha;
        break;
      }
      lambda += p;
    }
    const optimum = expert.map((p, c) => (p > alpha * lambda && c !== onEdge ? p / lambda : 0));
    if (onEdge >= 0) optimum[onEdge] = 1 - optimum.reduce((sum, p) => sum + p, 0);
    return optimum;
  }

  /** Exponentiated gradient on the simplex: the expected gradient reaches logit j as sum_c p_E(c) g_c (1[c = j] - p_j). */
  function descend(expert: number[], objective: Objective): number[] {
    let policy = expert.map(() => 1 / expert.length);
    for (let step = 0; step < 10_000; step++) {
      const pull = expert.map((p, c) => p * at(objective, Math.log(policy[c]!)).gradient);
      const total = pull.reduce((sum, value) => sum + value, 0);
      const moved = policy.map((p, c) => (p < 1e-12 ? p : p * Math.exp(-0.02 * (pull[c]! / p - total))));
      const mass = moved.reduce((sum, value) => sum + value, 0);
      policy = moved.map(p => p / mass);
    }
    return policy;
  }
});

function at(objective: Objective, lp: number): { loss: number; gradient: number } {
  const { loss, gradient } = evaluate(objective, { logProb: Float64Array.of(lp) });
  return { loss: loss[0]!, gradient: gradient[0]! };
}
