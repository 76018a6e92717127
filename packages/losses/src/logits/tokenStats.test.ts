import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type LabelledLogits, tokenStats, tokenStatsGradient } from '../index.ts';

const logit = fc.double({ min: -30, max: 30, noNaN: true });
const labelled: fc.Arbitrary<Required<LabelledLogits>> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }))
  .chain(([vocabulary, count]) =>
    fc.record({
      logits: fc.array(logit, { minLength: vocabulary * count, maxLength: vocabulary * count }),
      vocabulary: fc.constant(vocabulary),
      labels: fc.array(fc.nat({ max: vocabulary - 1 }), { minLength: count, maxLength: count }),
      mask: fc.uint8Array({ min: 0, max: 1, minLength: count, maxLength: count }),
    }),
  );

test.prop([labelled])('probabilities of all labels sum to 1, and their mean surprise is the entropy', all => {
  const { vocabulary, labels } = all;
  const total = new Float64Array(labels.length);
  const surprise = new Float64Array(labels.length);
  for (let v = 0; v < vocabulary; v++) {
    const { logProb } = tokenStats({ logits: all.logits, vocabulary, labels: Array.from(labels, () => v) });
    logProb.forEach((log, t) => {
      total[t]! += Math.exp(log);
      surprise[t]! -= Math.exp(log) * log;
    });
  }
  const { entropy } = tokenStats({ logits: all.logits, vocabulary, labels });
  for (let t = 0; t < labels.length; t++) {
    expect(total[t]).toBeCloseTo(1, 12);
    expect(entropy[t]).toBeCloseTo(surprise[t]!, 12);
  }
});

test.prop([labelled, fc.double({ min: -1e3, max: 1e3, noNaN: true })])(
  'a shift of all logits changes nothing',
  (all, by) => {
    const shifted = tokenStats({ ...all, logits: Array.from(all.logits, z => z + by) });
    const { logProb, entropy } = tokenStats(all);
    logProb.forEach((log, t) => {
      expect(shifted.logProb[t]).toBeCloseTo(log, 9);
      expect(shifted.entropy[t]).toBeCloseTo(entropy[t]!, 9);
    });
  },
);

test.prop([labelled, fc.nat(), logit, logit])(
  'gradients are central differences',
  (all, pick, byLogProb, byEntropy) => {
    const gradLogProb = Float64Array.from(all.labels, (_, t) => byLogProb + t);
    const gradEntropy = Float64Array.from(all.labels, (_, t) => byEntropy - t);
    const objective = (logits: number[]): number => {
      const { logProb, entropy } = tokenStats({ ...all, logits });
      return logProb.reduce((sum, log, t) => sum + gradLogProb[t]! * log + gradEntropy[t]! * entropy[t]!, 0);
    };
    const j = pick % all.logits.length;
    const moved = (by: number) => Array.from(all.logits, (z, i) => (i === j ? z + by : z));
    const difference = (objective(moved(1e-4)) - objective(moved(-1e-4))) / 2e-4;
    const gradient = tokenStatsGradient(all, { gradLogProb, gradEntropy })[j]!;
    expect(Math.abs(gradient - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(difference)));
  },
);

test.prop([labelled])('masked tokens are never read and get exactly zero', all => {
  const { vocabulary, mask } = all;
  const poisoned = {
    ...all,
    logits: Array.from(all.logits, (z, i) => (mask[Math.floor(i / vocabulary)] ? z : Number.NaN)),
    labels: Array.from(all.labels, (label, t) => (mask[t] ? label : -100)),
  };
  expect(tokenStats(poisoned)).toEqual(tokenStats(all));
  const ones = new Float64Array(mask.length).fill(1);
  tokenStatsGradient(poisoned, { gradLogProb: ones, gradEntropy: ones }).forEach((gradient, i) => {
    expect(gradient).not.toBeNaN();
    if (!mask[Math.floor(i / vocabulary)]) expect(gradient).toBe(0);
  });
});

describe('what cannot be said', () => {
  const banned = { logits: [0, Number.NEGATIVE_INFINITY, 0], vocabulary: 3, labels: [1] };
  test('has probability 0, no entropy and finite gradients', () => {
    const { logProb, entropy } = tokenStats(banned);
    expect([logProb[0], entropy[0]]).toEqual([Number.NEGATIVE_INFINITY, expect.closeTo(Math.log(2), 12)]);
    const gradient = tokenStatsGradient(banned, { gradLogProb: [1], gradEntropy: [1] });
    expect(Array.from(gradient)).toEqual([-0.5, 1, -0.5].map(g => expect.closeTo(g, 12)));
  });

  test('a sure token has no entropy, however large its logit', () => {
    const sure = tokenStats({ logits: [1e300, -1e300], vocabulary: 2, labels: [0] });
    expect(sure).toEqual({ logProb: Float64Array.of(0), entropy: Float64Array.of(0) });
  });
});

describe('what does not fit is refused with the cure', () => {
  const good = { logits: [1, 2, 3, 4], vocabulary: 2, labels: [0, 1] };
  test.each<[string, Partial<LabelledLogits>, RegExp]>([
    ['shape', { vocabulary: 3 }, /received 4 for 2 tokens of a vocabulary of 3/],
    ['label', { labels: [0, 2] }, /label of token 1 is a token id in 0 .. 1; received 2/],
    [
      'NaN',
      { logits: [1, 2, 3, Number.NaN] },
      /logits of token 1 give no distribution: their maximum is NaN/,
    ],
    ['overflow', { logits: [1, Number.POSITIVE_INFINITY, 3, 4] }, /maximum is Infinity/],
    ['nothing', { logits: Array(4).fill(Number.NEGATIVE_INFINITY) }, /maximum is -Infinity/],
    ['mask', { mask: Uint8Array.of(1) }, /mask needs one entry per token: 2; received 1/],
  ])('%s', (_, change, message) => {
    expect(() => tokenStats({ ...good, ...change })).toThrow(message);
  });

  test('gradients', () => {
    expect(() => tokenStatsGradient(good, { gradLogProb: [1] })).toThrow(
      /gradLogProb needs one entry per token: 2/,
    );
  });
});
