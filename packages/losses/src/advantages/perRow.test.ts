// What every estimator with one advantage per row keeps to: list a new one here.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { drGrpo } from './drGrpo.ts';
import { gpg } from './gpg.ts';
import { grpo } from './grpo.ts';
import { opo } from './opo.ts';
import { passAtK } from './passAtK.ts';
import { rloo } from './rloo.ts';

interface TestRow {
  group: string;
  reward: number;
  length: number;
}
type Estimate = (rows: readonly TestRow[]) => Float64Array;
const rewards = (rows: readonly TestRow[]) => rows.map(row => row.reward);
const groups = (rows: readonly TestRow[]) => rows.map(row => row.group);

const estimators: Record<string, Estimate> = {
  grpo: rows => grpo(rewards(rows), groups(rows)),
  'grpo, batch': rows => grpo(rewards(rows), groups(rows), { scale: 'batch', epsilon: 1e-4 }),
  drGrpo: rows => drGrpo(rewards(rows), groups(rows)),
  rloo: rows => rloo(rewards(rows), groups(rows)),
  opo: rows =>
    opo(
      rewards(rows),
      groups(rows),
      rows.map(row => row.length),
    ),
  passAtK: rows => passAtK(rewards(rows), groups(rows)),
  gpg: rows => gpg(rewards(rows), groups(rows)),
};

const member = fc.record({
  reward: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: -2, max: 2, noNaN: true })),
  length: fc.integer({ min: 1, max: 9 }),
});
/** Groups of at least two rows, in order. */
const testRows: fc.Arbitrary<TestRow[]> = fc
  .array(fc.array(member, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 4 })
  .map(all => all.flatMap((rows, group) => rows.map(row => ({ ...row, group: `prompt ${group}` }))));

describe.each(Object.entries(estimators))('%s', (_, estimate) => {
  test.prop([testRows, fc.infiniteStream(fc.nat())])('follows its rows in any order', (rows, keys) => {
    const order = rows.map((_row, row) => ({ row, key: keys.next().value! })).sort((a, b) => a.key - b.key);
    const shuffled = estimate(order.map(({ row }) => rows[row]!));
    const straight = estimate(rows);
    // where two share the best reward, passAtK gives it to one of them: and that is 0
    order.forEach(({ row }, at) => {
      expect(shuffled[at]).toBeCloseTo(straight[row]!, 6);
    });
  });

  test.prop([testRows])('gives equal rewards none', rows => {
    for (const advantage of estimate(rows.map(row => ({ ...row, reward: 0.3 }))))
      expect(advantage).toBeCloseTo(0, 9);
  });

  test('of no rows is empty', () => {
    expect(estimate([]).length).toBe(0);
  });

  test('refuses a reward that is no number', () => {
    const rows = [Number.NaN, 1].map(reward => ({ group: 'a', reward, length: 1 }));
    expect(() => estimate(rows)).toThrow(
      /reward of row 0 must be a finite number, e.g. 0 or 1; received NaN/,
    );
  });
});

// gpg counts the rewards that are not 0
const shiftable = Object.entries(estimators).filter(([name]) => name !== 'gpg');

test.prop([testRows, fc.constantFrom(...shiftable)])(
  'a shift of all rewards changes nothing',
  (rows, [name, estimate]) => {
    const shifted = estimate(rows.map(row => ({ ...row, reward: row.reward + 8 })));
    estimate(rows).forEach((advantage, row) => {
      expect(shifted[row], name).toBeCloseTo(advantage, 5);
    });
  },
);

test.prop([testRows])('but for the best alone and the weighted, those of a group add up to zero', rows => {
  for (const name of ['grpo', 'grpo, batch', 'drGrpo', 'rloo', 'gpg']) {
    const advantages = estimators[name]!(rows);
    for (const members of Map.groupBy(rows.keys(), row => rows[row]!.group).values()) {
      const total = members.reduce((sum, row) => sum + advantages[row]!, 0);
      expect(total, name).toBeCloseTo(0, 5);
    }
  }
});

test.prop([testRows])("opo's add up to zero when each counts as often as the row has tokens", rows => {
  const advantages = estimators.opo!(rows);
  for (const members of Map.groupBy(rows.keys(), row => rows[row]!.group).values()) {
    expect(members.reduce((sum, row) => sum + rows[row]!.length * advantages[row]!, 0)).toBeCloseTo(0, 9);
  }
});

test.prop([testRows])('rloo is n / (n - 1) of drGrpo: the mean of the others is taken off', rows => {
  const [leaveOneOut, plain] = [estimators.rloo!(rows), estimators.drGrpo!(rows)];
  rows.forEach(({ group, reward }, row) => {
    const others = rows.filter((other, at) => other.group === group && at !== row);
    const mean = others.reduce((sum, other) => sum + other.reward, 0) / others.length;
    expect(leaveOneOut[row]).toBeCloseTo(reward - mean, 9);
    expect(leaveOneOut[row]).toBeCloseTo(((others.length + 1) / others.length) * plain[row]!, 9);
  });
});
