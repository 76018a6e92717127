import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { belowProbability, entropyThreshold, offPolicyRows, topEntropy } from '../index.ts';

const tokens = fc.array(
  fc.record({ entropy: fc.double({ min: 0, max: 5, noNaN: true }), counts: fc.nat({ max: 1 }) }),
  { minLength: 1, maxLength: 30 },
);

test.prop([tokens, fc.double({ min: 0, max: 1, noNaN: true })])(
  'topEntropy keeps at least its share, and none below one that it drops',
  (all, share) => {
    const entropy = all.map(token => token.entropy);
    const mask = Uint8Array.from(all, token => token.counts);
    const kept = topEntropy(entropy, mask, share);
    const counting = all.filter(token => token.counts).length;
    const entropies = (wanted: number) => entropy.filter((_, t) => mask[t] && kept[t] === wanted);
    expect(kept.every((value, t) => value <= mask[t]!)).toBe(true);
    expect(entropies(1).length).toBeGreaterThanOrEqual(Math.floor(share * counting));
    expect(Math.min(...entropies(1))).toBeGreaterThan(Math.max(...entropies(0)));
  },
);

test('the threshold of a whole window can be given', () => {
  const mask = Uint8Array.of(1, 1, 1, 1, 0);
  expect(entropyThreshold([1, 2, 3, 4, 9], mask, 0.5)).toBe(2.5);
  expect(Array.from(topEntropy([1, 2, 3, 4, 9], mask, 0.5, 3.5))).toEqual([0, 0, 0, 1, 0]);
  expect(() => topEntropy([1], mask, 0.5)).toThrow(/received 1 and 5/);
  expect(() => topEntropy([1], Uint8Array.of(1), 20)).toThrow(/share of tokens in \[0, 1\].*received 20/);
});

test('offPolicyRows drops bad rows that moved away, and those only', () => {
  const batch = {
    rowOffsets: [0, 2, 4, 6],
    logProb: Float64Array.of(-1, -1, -1, -1, -1, -1),
    oldLogProb: Float64Array.of(0, 0, 0, 0, -1, -1),
    responseMask: Uint8Array.of(1, 0, 1, 1, 1, 1),
  };
  const kept = offPolicyRows({ ...batch, advantages: Float64Array.of(-1, 1, -1) }, 0.5);
  expect(Array.from(kept)).toEqual([0, 0, 1, 1, 1, 1]);
  expect(() => offPolicyRows(batch, 0.5)).toThrow(/the batch has none: give one per row/);
});

test('belowProbability keeps what the policy is not sure of', () => {
  const logProb = Float64Array.from([0.2, 0.9, 0.5], Math.log);
  expect(Array.from(belowProbability(logProb, Uint8Array.of(1, 1, 0), 0.8))).toEqual([1, 0, 0]);
});
