import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { logProbs } from '../../../testing/batches.ts';
import { evaluate } from '../../../testing/evaluate.ts';
import { authorsK3, kl, type Objective, verlK3 } from '../../index.ts';

const at = (objective: Objective, logProb: number, refLogProb: number) => {
  const { loss, gradient } = evaluate(objective, {
    logProb: Float64Array.of(logProb),
    refLogProb: Float64Array.of(refLogProb),
  });
  return { loss: loss[0]!, gradient: gradient[0]! };
};

test.prop([logProbs, logProbs])('k2, k3 and |k1| are never negative, and k1 may be', (lp, ref) => {
  for (const estimator of ['abs', 'k2', 'k3'] as const) {
    expect(at(kl(estimator), lp, ref).loss).toBeGreaterThanOrEqual(0);
  }
  expect(at(kl('k1'), lp, ref).loss).toBeCloseTo(lp - ref, 12);
});

test.prop([logProbs, fc.double({ min: -1e-3, max: 1e-3, noNaN: true })])(
  'near the reference k2 and k3 agree to second order',
  (ref, moved) => {
    const x = ref + moved - ref; // as rounded
    const [k2, k3] = [at(kl('k2'), ref + x, ref).loss, at(kl('k3'), ref + x, ref).loss];
    expect(Math.abs(k2 - k3)).toBeLessThanOrEqual(Math.abs(x) ** 3 + 1e-16 * Math.abs(x));
  },
);

describe('over a distribution', () => {
  const weights = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  const normal = (values: number[]) => values.map(value => value / values.reduce((sum, v) => sum + v, 0));

  test.prop([weights, weights])('the means of k1 and k3 are the KL, and of k2 as both come close', (a, b) => {
    const [p, q] = [normal(a), normal(b)];
    const mean = (estimator: 'k1' | 'k2' | 'k3', from: number[], to: number[]) =>
      from.reduce((sum, w, i) => sum + w * at(kl(estimator), Math.log(w), Math.log(to[i]!)).loss, 0);
    const exact = p.reduce((sum, w, i) => sum + w * Math.log(w / q[i]!), 0);
    expect(mean('k1', p, q)).toBeCloseTo(exact, 12);
    expect(mean('k3', p, q)).toBeCloseTo(exact, 12);
    const close = p.map((w, i) => w + 1e-3 * (q[i]! - w));
    expect(Math.abs(mean('k2', p, close) - mean('k1', p, close))).toBeLessThan(1e-7);
  });

  test.prop([weights, weights])('the mean gradient of k2 is that of the KL; that of k1 is none', (a, b) => {
    const [p, q] = [normal(a), normal(b)];
    // a token's gradient g reaches logit j as g (1[token = j] - p_j); averaged over tokens drawn from p
    const reached = (estimator: 'k1' | 'k2') => {
      const g = p.map((w, i) => at(kl(estimator), Math.log(w), Math.log(q[i]!)).gradient);
      const total = g.reduce((sum, value, i) => sum + p[i]! * value, 0);
      return p.map((w, j) => w * (g[j]! - total));
    };
    const exact = p.reduce((sum, w, i) => sum + w * Math.log(w / q[i]!), 0);
    p.forEach((w, j) => {
      expect(reached('k2')[j]).toBeCloseTo(w * (Math.log(w / q[j]!) - exact), 12);
      expect(reached('k1')[j]).toBeCloseTo(0, 12);
    });
  });
});

test.prop([fc.double({ min: -800, max: 0, noNaN: true }), fc.double({ min: -800, max: 0, noNaN: true })])(
  'the bounds of the authors and of verl come to the same, and neither overflows',
  (lp, ref) => {
    expect(at(authorsK3, lp, ref)).toEqual(at(verlK3, lp, ref));
    expect(at(authorsK3, lp, ref).loss).toBeLessThanOrEqual(10);
  },
);

test('a value beyond its bound pulls no more', () => {
  expect(at(authorsK3, -4, -1)).toEqual({ loss: 10, gradient: 0 });
  expect(at(verlK3, -1, -31)).toEqual({ loss: 10, gradient: 0 });
  expect(() => kl('k3', { valueBound: 0 })).toThrow(/bounds are positive.*received.*valueBound 0/);
});
