import { expect, test } from 'vitest';
import {
  checkPlan,
  type MicroGroupPlan,
  noPrefix,
  type PlanName,
  paper,
  planNamed,
  planNames,
} from './index.ts';

test.each(planNames)('the plan %s works', name => {
  expect(() => checkPlan(planNamed(name))).not.toThrow();
});

test('plans of one name', () => {
  expect(planNamed('none', 4)).toEqual(noPrefix(4));
  expect(() => planNamed('paper', 4)).toThrow(/add up to 8, and groupSize is 4/);
  expect(() => planNamed('trapo' as PlanName)).toThrow(/choose one of paper, authors-code, none/);
});

test.each<[Partial<MicroGroupPlan>, RegExp]>([
  [{ sizes: [4, 2, 1] }, /have 3, 4, 4, 4 entries. Give each one entry per micro-group/],
  [{ sizes: [4, 2, 1, 2] }, /add up to 9, and groupSize is 8. Set groupSize to 9, or change sizes/],
  [{ sizes: [4, 3, 0, 1] }, /at least 1; drop empty micro-groups/],
  [{ ratios: [0, 0.2, 0.5, 1.2] }, /ratios are \[0, 0.2, 0.5, 1.2\]. Each is a share/],
  [{ ratios: [0.1, 0.2, 0.5, 1] }, /first ratio is 0.1.*set ratios\[0\] to 0/],
  [
    { thresholds: [-1, 0.7, 0.5, 0.9] },
    /thresholds are \[-1, 0.7, 0.5, 0.9\]. They are finite and never fall/,
  ],
  [{ thresholds: [-1, 0.5, Number.NaN, 0.9] }, /They are finite/],
  [{ mode: 'median' as 'mean' }, /mode is 'median'. It is 'mean' or 'sum'/],
  [{ experts: [0, 0, 0, 0.5] }, /index of an expert answer/],
  [{ snap: { slack: 3 } }, /slack 3/],
  [{ sftRows: 'second' as 'last' }, /sftRows is 'second'. It is one of last, first, all, none/],
])('a plan with %j is refused with the cure', (change, message) => {
  expect(() => checkPlan({ ...paper, ...change })).toThrow(message);
});
