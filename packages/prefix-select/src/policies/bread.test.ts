import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type BreadOptions, bread, nextMicroGroups, type ObservedMicroGroup } from '../index.ts';

/** Runs one prompt; `successes(level)` of a probe's four rollouts succeed. */
function search(
  successes: (level: number) => number,
  options: Partial<BreadOptions> = {},
): { levels: number[]; kept: ObservedMicroGroup } {
  const policy = bread({ groupSize: 4, ...options });
  const levels: number[] = [];
  let state = policy.start([{ experts: 1 }]);
  for (let [next] = nextMicroGroups(state); next; [next] = nextMicroGroups(state)) {
    levels.push(next.level);
    const rewards = [0, 1, 2, 3].map(rollout => Number(rollout < successes(next!.level)));
    state = policy.observe(state, [{ prompt: 0, group: next.group, rewards }]);
  }
  return { levels, kept: policy.kept(state)[0]! };
}

test.prop([fc.integer({ min: 1, max: 9 })])(
  'finds the shortest prefix that lets rollouts through',
  anchor => {
    const { levels, kept } = search(level => (level >= anchor ? 2 : 0));
    expect(kept.level).toBe(anchor);
    expect(kept.ratio).toBe(anchor / 10);
    expect(levels.length).toBeLessThanOrEqual(5); // the first group, and at most 4 probes of 9
  },
);

test('one success without a prefix is enough', () => {
  const { levels, kept } = search(() => 1);
  expect([levels, kept.level]).toEqual([[0], 0]);
});

describe('what is trained on when the band is missed', () => {
  test('nothing helps: the longest probe', () => {
    const { levels, kept } = search(() => 0);
    expect(levels).toEqual([0, 5, 7, 8, 9]);
    expect(kept.level).toBe(9);
  });

  test('from too hard at once to too easy: the shortest with a success', () => {
    expect(search(level => (level >= 4 ? 4 : 0)).kept.level).toBe(4);
  });

  test('a success too few for the band, when no probe is in it', () => {
    expect(search(level => (level === 9 ? 1 : 0), { band: [0.5, 0.75] }).kept.level).toBe(9);
  });
});

test('its rows carry no supervised loss, unless asked', () => {
  expect(search(level => level).kept.sft).toEqual([false, false, false, false]);
  expect(search(level => level && 1, { sftRows: 'all' }).kept.sft).toEqual([true, true, true, true]);
});

test('a prompt without an expert is done after its first group', () => {
  const policy = bread({ groupSize: 2 });
  const state = policy.observe(policy.start([{ experts: 0 }]), [{ prompt: 0, group: 0, rewards: [0, 0] }]);
  expect(nextMicroGroups(state)).toEqual([]);
  expect(policy.kept(state)).toHaveLength(1);
});

test('options that cannot work are refused', () => {
  expect(() => bread({ groupSize: 4, band: [0.8, 0.2] })).toThrow(/low 0.8 is above high 0.2/);
  expect(() => bread({ groupSize: 4, episodes: 1 })).toThrow(
    /episodes is 1. It is a whole number, at least 2/,
  );
});
