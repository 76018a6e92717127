// Policies whose ratio follows the step or chance: ends, bounds and means.
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  fixed,
  type LinearDecayOptions,
  linearDecay,
  nextMicroGroups,
  type PrefixPolicy,
  prefixRft,
  random,
  reverseLinearDecay,
  uft,
} from '../index.ts';

/** The ratio each of `count` prompts is given at a step. */
function ratios(policy: PrefixPolicy, step: number, count: number, seed = 1): number[] {
  const state = policy.start(
    Array.from({ length: count }, (_, prompt) => ({ id: `p${prompt}`, experts: 1 })),
    step,
    seed,
  );
  const most = Map.groupBy(nextMicroGroups(state), group => group.prompt);
  return Array.from(most.values(), groups => Math.max(...groups.map(group => group.ratio)));
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('a part of the group can be guided, the others sample beside it', () => {
  const asked = nextMicroGroups(fixed({ groupSize: 8, ratio: 0.5, guided: 2 }).start([{ experts: 1 }]));
  expect(asked.map(({ level, ratio, rollouts }) => [level, ratio, rollouts])).toEqual([
    [0, 0, 6],
    [1, 0.5, 2],
  ]);
});

test('linear decay falls to its end and stays, its reverse rises', () => {
  const options: LinearDecayOptions = { groupSize: 4, from: 0.9, to: 0.1, steps: 4 };
  const at = (policy: PrefixPolicy) => [0, 1, 2, 4, 9].map(step => ratios(policy, step, 1)[0]);
  const close = (values: number[]) => values.map(value => expect.closeTo(value, 12));
  expect(at(linearDecay(options))).toEqual(close([0.9, 0.7, 0.5, 0.1, 0.1]));
  expect(at(reverseLinearDecay(options))).toEqual(close([0.1, 0.3, 0.5, 0.9, 0.9]));
});

describe('draws', () => {
  test.prop([fc.integer(), fc.nat({ max: 1000 })])('stay within their bounds', (seed, step) => {
    for (const ratio of ratios(random({ groupSize: 1, low: 0.2, high: 0.6 }), step, 20, seed)) {
      expect(ratio).toBeGreaterThanOrEqual(0.2);
      expect(ratio).toBeLessThan(0.6);
    }
    const low = 0.05 + 0.45 * (1 + Math.cos((Math.PI * Math.min(step, 500)) / 500));
    for (const ratio of ratios(prefixRft({ groupSize: 8, steps: 500 }), step, 20, seed)) {
      expect(ratio).toBeGreaterThanOrEqual(low - 1e-12);
      expect(ratio).toBeLessThanOrEqual(0.95 + 1e-12);
    }
    for (const ratio of ratios(uft({ groupSize: 8 }), step, 20, seed)) {
      expect([0, 0.2, 0.4, 0.6, 0.8, 1]).toContain(ratio);
      if (step > 300) expect(ratio).toBe(0);
    }
  });

  test.prop([fc.integer()])('differ between prompts, steps and seeds', seed => {
    const policy = random({ groupSize: 1 });
    const drawn = [
      ratios(policy, 1, 10, seed),
      ratios(policy, 2, 10, seed),
      ratios(policy, 1, 10, seed ^ 1),
    ].flat();
    expect(new Set(drawn).size).toBe(30);
    expect(ratios(policy, 1, 10, seed)).toEqual(drawn.slice(0, 10));
  });

  // standard errors of these means are below 0.006
  test('have the means of their distributions', () => {
    expect(Math.abs(mean(ratios(random({ groupSize: 1 }), 3, 4000)) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(mean(ratios(prefixRft({ groupSize: 2, steps: 100 }), 100, 4000)) - 0.5)).toBeLessThan(
      0.03,
    );
    expect(ratios(prefixRft({ groupSize: 2, steps: 100 }), 0, 3)).toEqual(
      [0.95, 0.95, 0.95].map(r => expect.closeTo(r, 12)),
    );
    for (const [step, q] of [
      [0, 0.95],
      [75, 0.05 + 0.45 * (1 + Math.SQRT1_2)],
      [150, 0.5],
      [300, 0.05],
    ] as const) {
      expect(Math.abs(mean(ratios(uft({ groupSize: 8 }), step, 4000)) - q), `step ${step}`).toBeLessThan(
        0.03,
      );
    }
  });

  test('of UFT are binomial: their spread is that of five coins', () => {
    const drawn = ratios(uft({ groupSize: 8 }), 150, 4000);
    const variance = mean(drawn.map(ratio => (ratio - mean(drawn)) ** 2));
    expect(variance).toBeCloseTo((0.5 * 0.5) / 5, 2);
  });
});

describe('options that cannot work are refused with the cure', () => {
  test.each<[() => unknown, RegExp]>([
    [() => fixed({ groupSize: 8, ratio: 1.5 }), /fixed can't work: ratio is 1.5. It is a share/],
    [() => fixed({ groupSize: 0, ratio: 1 }), /groupSize is 0. It is a whole number of rollouts, at least 1/],
    [() => fixed({ groupSize: 4, ratio: 1, guided: 5 }), /guided is 5 of a groupSize of 4. Guide at most 4/],
    [() => fixed({ groupSize: 4, ratio: 1, guided: 0 }), /guided is 0. It is a whole number, at least 1/],
    [() => fixed({ groupSize: 4, ratio: 1, expert: 0.5 }), /expert is 0.5/],
    [() => fixed({ groupSize: 4, ratio: 1, snap: { slack: 2 } }), /snap has slack 2/],
    [() => fixed({ groupSize: 4, ratio: 1, sftRows: 'some' as 'all' }), /sftRows is 'some'. It is one of/],
    [() => random({ groupSize: 4, low: 0.8, high: 0.2 }), /low 0.8 is above high 0.2. Set them in order/],
    [() => linearDecay({ groupSize: 4, from: 0, to: 1, steps: 5 }), /to 1 is above from 0. Exchange them/],
    [() => linearDecay({ groupSize: 4, steps: 0 }), /steps is 0. It is a whole number, at least 1, e.g. 300/],
    [() => uft({ groupSize: 4, high: 2 }), /uft can't work: high is 2/],
    [() => uft({ groupSize: 4, slices: 0 }), /slices is 0/],
    [() => prefixRft({ groupSize: 4, steps: 5, high: 0.5 }), /low 0.95 is above high 0.5/],
  ])('%#', (make, message) => {
    expect(make).toThrow(message);
  });
});
