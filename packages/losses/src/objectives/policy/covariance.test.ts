import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { evaluate } from '../../../testing/evaluate.ts';
import { clipCov, klCov, policyGradient } from '../../index.ts';

// at ratio 1, advantages that rise with the log-probability: the last token stands out most
const tokens = {
  logProb: Float64Array.of(-4, -3, -2, -1, -0.1),
  advantages: Float64Array.of(-1, -0.5, 0.1, 0.5, 1),
};

test('kl-cov holds the tokens of the largest covariance, at least one', () => {
  const moved = { ...tokens, oldLogProb: tokens.logProb.map(value => value + 0.1) };
  const plain = evaluate(policyGradient, moved);
  const held = evaluate(klCov({ ratio: 0.01, coefficient: 2 }), moved);
  // both ends stand out: (A - mean)(log p - mean) is largest for the first token
  expect(Array.from(held.flags)).toEqual([1, 0, 0, 0, 0]);
  expect(held.loss[0]).toBeCloseTo(plain.loss[0]! + 2 * 0.1, 12);
  expect(held.gradient[0]).toBeCloseTo(plain.gradient[0]! - 2, 12);
  expect(() => klCov({ ratio: 0 })).toThrow(/share of tokens in \(0, 1\].*received 0/);
});

test.prop([fc.array(fc.nat(), { minLength: 2, maxLength: 2 })])(
  'clip-cov drops as many as asked for, and only those within bounds',
  draws => {
    const left = [...draws];
    const { flags, gradient } = evaluate(
      clipCov({ draw: below => left.pop()! % below, ratio: 0.5, lower: 0, upper: 2 }),
      tokens,
    );
    const dropped = Array.from(flags.keys()).filter(t => flags[t]);
    expect(dropped).toHaveLength(2);
    // the first token's covariance is 2.2, beyond the upper bound
    expect(dropped).not.toContain(0);
    for (const [t, value] of gradient.entries()) {
      if (dropped.includes(t)) expect(value).toBe(0);
      else expect(value).toBe(-tokens.advantages[t]!);
    }
  },
);
