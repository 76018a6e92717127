import { describe, expect, test } from 'vitest';
import {
  adaptive,
  authorsCode,
  type MicroGroup,
  type MicroGroupPlan,
  nextMicroGroups,
  none,
  paper,
  policyFrom,
  prefixPolicy,
} from './index.ts';
import { defaultRules } from './rules.ts';

test('observing leaves the state it was given as it was', () => {
  const policy = adaptive(paper);
  const state = policy.start([{ experts: 1 }]);
  const before = JSON.stringify(state);
  policy.observe(state, [{ prompt: 0, group: 0, rewards: [1, 0, 0, 0] }]);
  expect(JSON.stringify(state)).toBe(before);
});

describe('micro-groups that may run side by side', () => {
  const pair = prefixPolicy({
    name: 'pair',
    options: {},
    rules: { ...defaultRules, groupSize: 4, sftRows: 'first' },
    levels: 2,
    plan: ({ observed, experts }) =>
      observed.length > 0
        ? []
        : [
            { level: 0, ratio: 0, rollouts: 2 },
            { level: 1, ratio: 0.5, rollouts: 2, expert: experts },
          ],
  });

  test('are asked for together, and come back one by one in any order', () => {
    let state = pair.start([{ experts: 2 }]);
    expect(nextMicroGroups(state).map(({ group }) => group)).toEqual([0, 1]);
    state = pair.observe(state, [{ prompt: 0, group: 1, rewards: [1, 1] }]);
    expect(nextMicroGroups(state).map(({ group }) => group)).toEqual([0]);
    state = pair.observe(state, [{ prompt: 0, group: 0, rewards: [0, 0] }]);
    expect(nextMicroGroups(state)).toEqual([]);
    expect(pair.kept(state).map(({ rewards }) => rewards)).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test('follow the rules: sft rows of guided ones only, the last expert when there are fewer', () => {
    expect(nextMicroGroups(pair.start([{ experts: 2 }]))).toEqual<Partial<MicroGroup>[]>([
      {
        prompt: 0,
        group: 0,
        level: 0,
        ratio: 0,
        rollouts: 2,
        expert: 0,
        expertOnly: false,
        sft: [false, false],
        inBaseline: true,
      },
      {
        prompt: 0,
        group: 1,
        level: 1,
        ratio: 0.5,
        rollouts: 2,
        expert: 1,
        expertOnly: false,
        sft: [true, false],
        inBaseline: true,
      },
    ]);
  });
});

test('a whole expert answer leaves the baseline when the rules say so', () => {
  const counted = (expertRowInBaseline: boolean) => {
    const policy = prefixPolicy({
      name: 'whole',
      options: {},
      rules: { ...defaultRules, groupSize: 1, expertRowInBaseline },
      levels: 2,
      plan: ({ observed }) => (observed.length > 0 ? [] : [{ level: 1, ratio: 1, rollouts: 1 }]),
    });
    return nextMicroGroups(policy.start([{ experts: 1 }]))[0]!;
  };
  expect(counted(true)).toMatchObject({ expertOnly: true, inBaseline: true });
  expect(counted(false)).toMatchObject({ expertOnly: true, inBaseline: false });
});

describe('what was not asked for is refused', () => {
  const policy = adaptive(paper);
  const state = policy.start([{ experts: 1 }]);
  test.each([
    [{ prompt: 1, group: 0, rewards: [0] }, /Micro-group 0 of prompt 1 is not waited for: observe only what/],
    [{ prompt: 0, group: 1, rewards: [0, 0] }, /Micro-group 1 of prompt 0 is not waited for/],
    [
      { prompt: 0, group: 0, rewards: [0, 1] },
      /needs 4 finite rewards.*e.g. \[0, 0, 0, 0\]; received \[0, 1\]/,
    ],
    [{ prompt: 0, group: 0, rewards: [0, 1, Number.NaN, 0] }, /received \[0, 1, NaN, 0\]/],
  ])('%j', (result, message) => {
    expect(() => policy.observe(state, [result])).toThrow(message);
  });

  test('a finished prompt, and the same result twice', () => {
    const one = none({ groupSize: 1 });
    const result = { prompt: 0, group: 0, rewards: [1] };
    const finished = one.observe(one.start([{ experts: 0 }]), [result]);
    expect(() => one.observe(finished, [result])).toThrow(/not waited for/);
    expect(() => one.observe(one.start([{ experts: 0 }]), [result, result])).toThrow(/not waited for/);
  });

  test('a count of experts, a step or a seed that is none', () => {
    expect(() => policy.start([{ experts: 1 }, { experts: -1 }])).toThrow(/Prompt 1 .* received -1/);
    expect(() => policy.start([], -1)).toThrow(/received step -1, seed 0/);
    expect(() => policy.start([], 0, 0.5)).toThrow(/received step 0, seed 0.5/);
  });

  test('but not a state of the same policy, its options written in another order', () => {
    const backwards = Object.fromEntries(Object.entries(paper).reverse()) as unknown as MicroGroupPlan;
    expect(adaptive(backwards).observe(state, [])).toEqual(state);
  });

  test('a state of another policy, and a name of none', () => {
    expect(() => adaptive(authorsCode).observe(state, [])).toThrow(
      /was started by .*"name":"adaptive".*policyFrom\(state.policy\)/,
    );
    expect(() => adaptive(authorsCode).kept(state)).toThrow(/was started by/);
    expect(() => policyFrom({ name: 'trapo', options: {} })).toThrow(/choose one of adaptive, none, fixed/);
  });
});
