import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { testRows, toBatch } from '../../../testing/batches.ts';
import { evaluate } from '../../../testing/evaluate.ts';
import {
  cispo,
  cispoSequence,
  cispoTwoSided,
  composite,
  dppo,
  dro,
  gmpo,
  gspo,
  gspoToken,
  type Objective,
  policyGradient,
  ppoClip,
  reinforce,
  sapo,
  type TokenBatch,
  tokenMean,
  vespo,
} from '../../index.ts';

test.prop([testRows])('at ratio 1 every policy objective has the gradient of REINFORCE', rows => {
  const { oldLogProb: _, ...fresh } = toBatch(rows);
  const stale = { ...fresh, oldLogProb: fresh.logProb.slice() };
  const gradient = (completion: Objective, batch: TokenBatch) =>
    composite({ completion, normaliser: tokenMean })(batch).gradLogProb;
  const expected = gradient(reinforce, fresh);
  const same = [policyGradient, ppoClip(0.2), ppoClip(0), cispo(5), cispoTwoSided(0.2), dro(0.1), dppo('tv')];
  for (const objective of same) {
    expect(gradient(objective, fresh)).toEqual(expected);
    expect(gradient(objective, stale)).toEqual(expected);
  }
  const nearly = [gspo(), gspoToken(), cispoSequence(5), sapo(), vespo(), dppo('kl'), gmpo()];
  for (const objective of nearly) {
    for (const [t, value] of gradient(objective, stale).entries()) {
      expect(value).toBeCloseTo(expected[t]!, 6); // gmpo's means have verl's 1e-8
    }
  }
});

test('dual clip bounds what a bad token costs, delta bounds the ratio', () => {
  const at = (objective: Objective, advantage: number, ratio: number) =>
    evaluate(objective, {
      logProb: Float64Array.of(Math.log(ratio)),
      oldLogProb: Float64Array.of(0),
      advantages: Float64Array.of(advantage),
    });
  const dual = at(ppoClip(0.2, 0.28, { dualClip: 3 }), -2, 5);
  expect([dual.loss[0], dual.gradient[0], dual.flags[0]]).toEqual([6, 0, 2]);
  const cut = at(ppoClip(0.2, 0.28, { delta: 1.5 }), -2, 5);
  expect([cut.loss[0], cut.gradient[0]]).toEqual([3, 0]);
  // within a wide clip the clipped branch is the larger one, and delta has no say
  expect(at(ppoClip(0.2, 9, { delta: 1.5 }), -2, 5).gradient[0]).toBeCloseTo(10, 12);
  expect(() => ppoClip(0.2, 0.2, { dualClip: 0.5 })).toThrow(/ratios above 1.*received dualClip 0.5/);
});

test('the clip stops a pull that already went far enough, and only that', () => {
  const run = (ratio: number, advantage: number) => {
    const batch = {
      rowOffsets: [0, 1],
      logProb: Float64Array.of(Math.log(0.5 * ratio)),
      oldLogProb: Float64Array.of(Math.log(0.5)),
    };
    const loss = composite({ completion: ppoClip(0.2, 0.28), normaliser: tokenMean });
    return loss({ ...batch, advantages: Float64Array.of(advantage) });
  };
  expect(run(1.3, 1).gradLogProb[0]).toBe(0);
  expect(run(1.3, 1).loss).toBeCloseTo(-1.28, 12);
  expect(run(1.3, 1).metrics.clipFraction).toBe(1);
  expect(run(0.7, -1).gradLogProb[0]).toBe(0);
  expect(run(0.7, 1).gradLogProb[0]).toBeCloseTo(-0.7, 12);
  expect(run(1.3, -1).gradLogProb[0]).toBeCloseTo(1.3, 12);
});

test('bounds outside their range are refused', () => {
  expect(() => ppoClip(1.2)).toThrow(/received low 1.2, high 1.2/);
});
