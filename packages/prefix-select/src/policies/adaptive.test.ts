import { describe, expect, test } from 'vitest';
import {
  adaptive,
  authorsCode,
  type MicroGroup,
  type MicroGroupPlan,
  nextMicroGroups,
  paper,
} from '../index.ts';

/** What one prompt with these rewards, in the order of its rollouts, is asked for. */
function run(plan: MicroGroupPlan, experts: number, rewards: readonly number[]): MicroGroup[] {
  const policy = adaptive(plan);
  const asked: MicroGroup[] = [];
  let state = policy.start([{ experts }]);
  for (let seen = 0; seen < rewards.length; ) {
    const [next] = nextMicroGroups(state);
    asked.push(next!);
    const given = rewards.slice(seen, (seen += next!.rollouts));
    state = policy.observe(state, [{ prompt: 0, group: next!.group, rewards: given }]);
  }
  return asked;
}
const failing = Array<number>(8).fill(0);

describe.each([
  ['paper', paper],
  ['authors-code', authorsCode],
] as const)('%s', (_, plan) => {
  test('the paper Figure 1: returns 1/4, 1/6, 2/7 take levels 0, 1, 2, 3', () => {
    const asked = run(plan, 2, [0, 0, 0, 1, 0, 0, 1, 1]);
    expect(asked.map(group => group.level)).toEqual([0, 1, 2, 3]);
    expect(asked.map(group => group.ratio)).toEqual(plan.ratios);
    expect(asked.map(group => group.expertOnly)).toEqual([false, false, false, true]);
  });

  test('one failure late is enough for the whole answer', () => {
    expect(run(plan, 2, [1, 1, 1, 0, 1, 1, 1, 1]).map(group => group.level)).toEqual([0, 0, 0, 3]);
  });
});

test('levels do not carry over: rewards that rise to the threshold return the next micro-group to no prefix', () => {
  const plan = { ...paper, thresholds: [-1, 0.5, 0.5, 0.5] };
  expect(run(plan, 1, [0, 0, 0, 1, 1, 1, 1, 1]).map(group => group.level)).toEqual([0, 1, 0, 0]);
});

test('at 4 of 6 the paper guides the third group and its code does not', () => {
  const level = (plan: MicroGroupPlan) => run(plan, 2, [1, 1, 0, 0, 1, 1, 0, 0])[2]!.level;
  expect([level(paper), level(authorsCode)]).toEqual([2, 0]);
});

test('the code takes its last prefix from the second expert, the first when there is no other', () => {
  expect(run(authorsCode, 2, failing).map(group => group.expert)).toEqual([0, 0, 0, 1]);
  expect(run(authorsCode, 1, failing).map(group => group.expert)).toEqual([0, 0, 0, 0]);
});

test('the code trains one row of the guided pair, the paper both', () => {
  expect(run(authorsCode, 1, failing)[1]!.sft).toEqual([false, true]);
  expect(run(paper, 1, failing)[1]!.sft).toEqual([true, true]);
});
