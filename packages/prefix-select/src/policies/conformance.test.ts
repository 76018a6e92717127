// What every prefix policy keeps to: list a new one here.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  adaptive,
  authorsCode,
  bread,
  fixed,
  linearDecay,
  type MicroGroup,
  nextMicroGroups,
  none,
  type PrefixPolicy,
  type PrefixState,
  paper,
  policyFrom,
  prefixRft,
  random,
  reverseLinearDecay,
  uft,
} from '../index.ts';

const policies: Record<string, PrefixPolicy> = {
  'adaptive, paper': adaptive(paper),
  'adaptive, authors-code': adaptive(authorsCode),
  'adaptive, sum of graded rewards': adaptive({ ...paper, mode: 'sum' }),
  none: none({ groupSize: 8 }),
  fixed: fixed({ groupSize: 8, ratio: 0.5 }),
  'fixed, half the group, whole answer': fixed({
    groupSize: 8,
    ratio: 1,
    guided: 4,
    expertRowInBaseline: false,
  }),
  random: random({ groupSize: 4, low: 0.2, high: 0.9, sftRows: 'last' }),
  linearDecay: linearDecay({ groupSize: 8, steps: 10 }),
  reverseLinearDecay: reverseLinearDecay({ groupSize: 8, steps: 10, guided: 2, expert: 1 }),
  uft: uft({ groupSize: 8, steps: 15 }),
  prefixRft: prefixRft({ groupSize: 8, steps: 15 }),
  bread: bread({ groupSize: 4 }),
  'bread, few episodes': bread({ groupSize: 8, episodes: 2, band: [0, 1] }),
};
/** These look at rewards: a prompt that is solved is left alone. */
const adaptivePolicies = Object.entries(policies).filter(([name]) => /adaptive|none|bread/.test(name));

/** The reward of each rollout, as often as it is asked for. */
interface Prompt {
  id: string;
  experts: number;
  rewards: number[];
}
const prompts: fc.Arbitrary<Prompt[]> = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    experts: fc.nat({ max: 3 }),
    rewards: fc.array(fc.constantFrom(0, 0, 0.5, 1), { minLength: 40, maxLength: 40 }),
  }),
  { minLength: 1, maxLength: 4, selector: prompt => prompt.id },
);
const moment = fc.record({ step: fc.nat({ max: 20 }), seed: fc.integer() });

describe.each(Object.entries(policies))('%s', (_, policy) => {
  test.prop([prompts, moment])(
    'levels and experts stay within the plan, kept sizes add up to the group',
    (given, at) => {
      const { asked, state } = run(policy, start(policy, given, at), given);
      for (const group of asked) {
        const { level, ratio, rollouts, expert, expertOnly, sft, inBaseline, prompt } = group;
        const { experts } = given[prompt]!;
        expect(level).toBeGreaterThanOrEqual(0);
        expect(level).toBeLessThan(policy.levels);
        expect(ratio > 0).toBe(level > 0);
        expect(ratio).toBeLessThanOrEqual(1);
        expect(rollouts).toBeGreaterThan(0);
        expect(sft.length).toBe(rollouts);
        if (level === 0) expect(sft).not.toContain(true);
        expect(expert).toBeLessThan(Math.max(1, experts));
        if (experts === 0) expect(level).toBe(0);
        expect(expertOnly).toBe(ratio === 1);
        expect(inBaseline).toBe(!expertOnly || policy.expertRowInBaseline);
      }
      given.forEach((_prompt, prompt) => {
        const kept = policy.kept(state).filter(group => group.prompt === prompt);
        expect(kept.reduce((sum, { rollouts }) => sum + rollouts, 0)).toBe(policy.groupSize);
      });
      const sameState = { ...at, policy: state.policy };
      expect(sameState).toEqual({ ...at, policy: start(policy, given, at).policy });
    },
  );

  test.prop([prompts, moment, fc.array(fc.nat(), { maxLength: 12 })])(
    'a state saved at any instant continues identically, in whatever order micro-groups come back',
    (given, at, order) => {
      const whole = run(policy, start(policy, given, at), given);
      let state = start(policy, given, at);
      const before: MicroGroup[] = [];
      for (const pick of order) {
        const next = nextMicroGroups(state);
        if (next.length === 0) break;
        const group = next[pick % next.length]!;
        before.push(group);
        state = policy.observe(state, [answer(group, given)]);
      }
      const saved = JSON.parse(JSON.stringify(state)) as PrefixState;
      expect(saved).toEqual(state);
      const resumed = policyFromOrSame(saved, policy);
      const waiting = run(resumed, saved, given);
      expect(sorted([...before, ...waiting.asked])).toEqual(sorted(whole.asked));
      expect(waiting.state).toEqual(whole.state);
      expect(resumed.kept(waiting.state)).toEqual(policy.kept(whole.state));
    },
  );

  test.prop([prompts, moment])('prompts do not see each other', (given, at) => {
    const together = run(policy, start(policy, given, at), given).asked;
    given.forEach((alone, prompt) => {
      const { asked } = run(policy, start(policy, [alone], at), [alone]);
      const among = together.filter(group => group.prompt === prompt).map(group => ({ ...group, prompt: 0 }));
      expect(among).toEqual(asked);
    });
  });

  test('no prompts need nothing', () => {
    const state = policy.start([]);
    expect(nextMicroGroups(state)).toEqual([]);
    expect(policy.kept(state)).toEqual([]);
  });
});

test.prop([fc.constantFrom(...adaptivePolicies), prompts, moment])(
  'a solved prompt gets no prefix where rewards decide',
  ([, policy], given, at) => {
    const solved = given.map(prompt => ({ ...prompt, rewards: prompt.rewards.map(() => 1) }));
    const { asked } = run(policy, start(policy, solved, at), solved);
    for (const group of asked) expect(group.level).toBe(0);
  },
);

function start(
  policy: PrefixPolicy,
  given: readonly Prompt[],
  at: { step: number; seed: number },
): PrefixState {
  return policy.start(
    given.map(({ id, experts }) => ({ id, experts })),
    at.step,
    at.seed,
  );
}

/** Every micro-group asked for until all prompts are finished, and the state then. */
function run(
  policy: PrefixPolicy,
  state: PrefixState,
  given: readonly Prompt[],
): { asked: MicroGroup[]; state: PrefixState } {
  const next = nextMicroGroups(state);
  if (next.length === 0) return { asked: [], state };
  const rest = run(
    policy,
    policy.observe(
      state,
      next.map(group => answer(group, given)),
    ),
    given,
  );
  return { asked: [...next, ...rest.asked], state: rest.state };
}

function answer(
  group: MicroGroup,
  given: readonly Prompt[],
): { prompt: number; group: number; rewards: number[] } {
  const { rewards } = given[group.prompt]!;
  const from = group.group * 8;
  return { prompt: group.prompt, group: group.group, rewards: rewards.slice(from, from + group.rollouts) };
}

function sorted(groups: readonly MicroGroup[]): MicroGroup[] {
  return [...groups].sort((a, b) => a.prompt - b.prompt || a.group - b.group);
}

/** As a process that only has the saved state would make it. */
function policyFromOrSame(saved: PrefixState, policy: PrefixPolicy): PrefixPolicy {
  const again = policyFrom(saved.policy);
  expect(JSON.stringify(again)).toBe(JSON.stringify(policy));
  return again;
}
