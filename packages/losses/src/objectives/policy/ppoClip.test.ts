import { test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { testRows, toBatch } from '../../../testing/batches.ts';
import { composite, policyGradient, ppoClip, tokenMean } from '../../index.ts';

test.prop([testRows])('at ratio 1 the clip, the ratio and REINFORCE agree', rows => {
  const { oldLogProb: _, ...fresh } = toBatch(rows);
  const gradients = [policyGradient, ppoClip(0.2), ppoClip(0)].map(
    completion => composite({ completion, normaliser: tokenMean })(fresh).gradLogProb,
  );
  const stale = { ...fresh, oldLogProb: fresh.logProb.slice() };
  gradients.push(composite({ completion: ppoClip(0.2), normaliser: tokenMean })(stale).gradLogProb);
  for (const gradient of gradients) expect(gradient).toEqual(gradients[0]);
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
