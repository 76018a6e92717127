// What every estimator with one advantage per token keeps to: list a new one here.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { gae } from './gae.ts';
import { reinforcePlusPlus } from './reinforcePlusPlus.ts';
import { reinforcePlusPlusBaseline } from './reinforcePlusPlusBaseline.ts';
import { remax } from './remax.ts';
import type { TokenRewards } from './tokenRewards.ts';
import { lastTokenRewards } from './tokenRewards.ts';

interface TestToken {
  reward: number;
  value: number;
  counts: number;
}
type TestRow = readonly TestToken[];

const small = fc.double({ min: -2, max: 2, noNaN: true });
const testRows: fc.Arbitrary<TestRow[]> = fc.array(
  fc.array(fc.record({ reward: small, value: small, counts: fc.constantFrom(0, 1, 1) }), { maxLength: 6 }),
  { minLength: 1, maxLength: 5 },
);

interface Given extends TokenRewards {
  responseMask: Uint8Array;
  rewards: Float64Array;
  values: Float64Array;
  greedy: number[];
  groups: number[];
}

function toTokens(rows: readonly TestRow[]): Given {
  const tokens = rows.flat();
  const rowOffsets = [0];
  for (const row of rows) rowOffsets.push(rowOffsets.at(-1)! + row.length);
  return {
    rowOffsets,
    rewards: Float64Array.from(tokens, token => token.reward),
    values: Float64Array.from(tokens, token => token.value),
    responseMask: Uint8Array.from(tokens, token => token.counts),
    greedy: rows.map(row => row.length / 7),
    groups: rows.map(row => row.length % 2),
  };
}

const rowRewards = ({ groups, greedy }: Given) => greedy.map((value, row) => value + groups[row]!);
const estimators: Record<string, (given: Given) => Float64Array> = {
  'reinforcePlusPlus, carry': given => reinforcePlusPlus(given, { gamma: 0.9 }).advantages,
  'reinforcePlusPlus, reset': given =>
    reinforcePlusPlus(given, { gamma: 0.9, maskedSpans: 'reset' }).advantages,
  reinforcePlusPlusBaseline: given => reinforcePlusPlusBaseline(rowRewards(given), given.groups, given),
  remax: given => remax(given, given.greedy).advantages,
  gae: given => gae(given, given.values, { gamma: 0.9, lambda: 0.8 }).advantages,
  'gae, not whitened': given => gae(given, given.values, { whitened: false }).advantages,
  'gae returns': given => gae(given, given.values, { gamma: 0.9 }).returns,
};

describe.each(Object.entries(estimators))('%s', (_, estimate) => {
  test.prop([testRows])('never reads masked tokens, which get exactly zero', rows => {
    const poisoned = rows.map(row =>
      row.map(token => (token.counts ? token : { ...token, reward: Number.NaN, value: Number.NaN })),
    );
    const advantages = estimate(toTokens(poisoned));
    expect(advantages).toEqual(estimate(toTokens(rows)));
    advantages.forEach((advantage, t) => {
      expect(advantage).not.toBeNaN();
      if (!toTokens(rows).responseMask[t]) expect(advantage).toBe(0);
    });
  });

  test.prop([testRows])('follows its rows in any order', rows => {
    const given = toTokens(rows);
    const straight = estimate(given);
    const perRow = rows.map((_, row) =>
      Array.from(straight.slice(given.rowOffsets[row], given.rowOffsets[row + 1])),
    );
    const backward = estimate(toTokens([...rows].reverse()));
    expect(Array.from(backward)).toEqual(
      perRow
        .reverse()
        .flat()
        .map(value => expect.closeTo(value, 6)),
    );
  });
});

test.prop([testRows])('without masked tokens inside rows, what masked spans do changes nothing', rows => {
  const given = toTokens(rows.map(row => [...row].sort((a, b) => b.counts - a.counts)));
  expect(reinforcePlusPlus(given, { maskedSpans: 'reset' })).toEqual(reinforcePlusPlus(given));
});

test.prop([testRows])('remax with greedy rewards of zero has REINFORCE++ returns', rows => {
  const given = toTokens(rows);
  const { advantages, returns } = remax(
    given,
    rows.map(() => 0),
  );
  expect(advantages).toEqual(returns);
  expect(returns).toEqual(reinforcePlusPlus(given).returns);
});

describe('lastTokenRewards', () => {
  const tokens = { rowOffsets: [0, 3, 5], responseMask: Uint8Array.of(1, 1, 0, 0, 0) };
  test('puts the reward of a row on its last token that counts', () => {
    expect(Array.from(lastTokenRewards([0.5, 0], tokens))).toEqual([0, 0.5, 0, 0, 0]);
  });

  test('refuses a reward that no token can carry, and rows that do not line up', () => {
    expect(() => lastTokenRewards([0, 1], tokens)).toThrow(/Row 1 has reward 1 and no response token/);
    expect(() => lastTokenRewards([0], tokens)).toThrow(/rewards needs one entry per row: 2; received 1/);
  });
});
