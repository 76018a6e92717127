import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  authorsCode,
  type MicroGroup,
  type MicroGroupPlan,
  type MicroGroupState,
  nextMicroGroups,
  noPrefix,
  paper,
  recordRewards,
  startMicroGroups,
} from './index.ts';

const anyPlan = fc.constantFrom<MicroGroupPlan>(paper, authorsCode, noPrefix(8), { ...paper, mode: 'sum' });
const prompts = fc.array(
  fc.record({
    experts: fc.nat({ max: 3 }),
    rewards: fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 8, maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 5 },
);
type Prompts = { experts: number; rewards: number[] }[];

test.prop([anyPlan, prompts])(
  'levels never exceed the plan, and every prompt gets its rollouts',
  (plan, given) => {
    const asked = run(startMicroGroups(plan, experts(given)), given);
    for (const group of asked) {
      expect([0, group.group]).toContain(group.level);
      expect(group.ratio).toBe(plan.ratios[group.level]);
      expect(group.sft.length).toBe(group.rollouts);
      expect(group.expert).toBeLessThan(Math.max(1, given[group.prompt]!.experts));
      if (given[group.prompt]!.experts === 0) expect(group.level).toBe(0);
      if (group.level === 0) expect([group.ratio, ...group.sft]).toEqual([0, ...group.sft.map(() => false)]);
    }
    given.forEach((_, prompt) => {
      const sizes = asked.filter(group => group.prompt === prompt).map(group => group.rollouts);
      expect(sizes).toEqual(plan.sizes);
    });
  },
);

test.prop([anyPlan, prompts])(
  'a solved prompt gets no prefix, a failed one climbs every level',
  (plan, given) => {
    const solved = given.map(prompt => ({ ...prompt, rewards: prompt.rewards.map(() => 1) }));
    expect(run(startMicroGroups(plan, experts(solved)), solved).every(group => group.level === 0)).toBe(true);
    const failed = given.map(() => ({ experts: 1, rewards: Array<number>(8).fill(0) }));
    for (const group of run(startMicroGroups(plan, experts(failed)), failed))
      expect(group.level).toBe(group.group);
  },
);

test.prop([anyPlan, prompts, fc.array(fc.nat({ max: 4 }), { maxLength: 20 })])(
  'replay from a saved state continues identically, in whatever order prompts come back',
  (plan, given, order) => {
    const whole = run(startMicroGroups(plan, experts(given)), given);
    let state = startMicroGroups(plan, experts(given));
    const before: MicroGroup[] = [];
    for (const prompt of order) {
      const group = nextMicroGroups(state).find(next => next.prompt === prompt);
      if (!group) continue;
      before.push(group);
      state = recordRewards(state, [answer(group, state, given)]);
    }
    const saved = JSON.parse(JSON.stringify(state)) as MicroGroupState;
    expect(saved).toEqual(state);
    const byPrompt = (groups: MicroGroup[]) =>
      [...groups].sort((a, b) => a.prompt - b.prompt || a.group - b.group);
    expect(byPrompt([...before, ...run(saved, given)])).toEqual(byPrompt(whole));
  },
);

test('recording leaves the state it was given as it was', () => {
  const state = startMicroGroups(paper, [1]);
  recordRewards(state, [{ prompt: 0, rewards: [1, 0, 0, 0] }]);
  expect(state.prompts[0]!.rewards).toEqual([]);
});

describe('the paper Figure 1: returns 1/4, 1/6, 2/7 take levels 0, 1, 2, 3', () => {
  test.each([
    ['paper', paper],
    ['authors-code', authorsCode],
  ] as const)('%s', (_, plan) => {
    const given = [{ experts: 2, rewards: [0, 0, 0, 1, 0, 0, 1, 1] }];
    const asked = run(startMicroGroups(plan, [2]), given);
    expect(asked.map(group => group.level)).toEqual([0, 1, 2, 3]);
    expect(asked.map(group => group.expertOnly)).toEqual([false, false, false, true]);
  });

  test('at 4 of 6 the paper guides the third group and its code does not', () => {
    const given = [{ experts: 2, rewards: [1, 1, 0, 0, 1, 1, 0, 0] }];
    const level = (plan: MicroGroupPlan) => run(startMicroGroups(plan, [2]), given)[2]!.level;
    expect([level(paper), level(authorsCode)]).toEqual([2, 0]);
  });

  test('the code takes its last prefix from the second expert, the first when there is no other', () => {
    const given = [2, 1].map(count => ({ experts: count, rewards: Array<number>(8).fill(0) }));
    const asked = run(startMicroGroups(authorsCode, [2, 1]), given);
    const of = (prompt: number) => asked.filter(group => group.prompt === prompt).map(group => group.expert);
    expect([of(0), of(1)]).toEqual([
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ]);
  });

  test('a whole expert answer leaves the baseline when the plan says so', () => {
    const given = [{ experts: 1, rewards: Array<number>(8).fill(0) }];
    const counted = (plan: MicroGroupPlan) =>
      run(startMicroGroups(plan, [1]), given).map(group => group.inBaseline);
    expect(counted(paper)).toEqual([true, true, true, true]);
    expect(counted({ ...paper, expertRowInBaseline: false })).toEqual([true, true, true, false]);
  });
});

describe('what was not asked for is refused', () => {
  const state = startMicroGroups(paper, [1]);
  test.each([
    [{ prompt: 1, rewards: [0] }, /There is no prompt 1: record only what nextMicroGroups asked for/],
    [
      { prompt: 0, rewards: [0, 1] },
      /Prompt 0 needs 4 finite rewards.*e.g. \[0, 0, 0, 0\]; received \[0, 1\]/,
    ],
    [{ prompt: 0, rewards: [0, 1, Number.NaN, 0] }, /received \[0, 1, NaN, 0\]/],
  ])('%j', (result, message) => {
    expect(() => recordRewards(state, [result])).toThrow(message);
  });

  test('a finished prompt', () => {
    const finished = recordRewards(startMicroGroups(noPrefix(1), [0]), [{ prompt: 0, rewards: [1] }]);
    expect(() => recordRewards(finished, [{ prompt: 0, rewards: [1] }])).toThrow(
      /Prompt 0 has all its 1 rewards/,
    );
  });

  test('a count of experts that is none', () => {
    expect(() => startMicroGroups(paper, [1, -1])).toThrow(/Prompt 1 .* received -1/);
  });
});

function experts(given: Prompts): number[] {
  return given.map(prompt => prompt.experts);
}

/** Every micro-group asked for until all prompts are finished. */
function run(state: MicroGroupState, given: Prompts): MicroGroup[] {
  const next = nextMicroGroups(state);
  if (next.length === 0) return [];
  const after = recordRewards(
    state,
    next.map(group => answer(group, state, given)),
  );
  return [...next, ...run(after, given)];
}

function answer(
  group: MicroGroup,
  state: MicroGroupState,
  given: Prompts,
): { prompt: number; rewards: number[] } {
  const seen = state.prompts[group.prompt]!.rewards.length;
  return { prompt: group.prompt, rewards: given[group.prompt]!.rewards.slice(seen, seen + group.rollouts) };
}
