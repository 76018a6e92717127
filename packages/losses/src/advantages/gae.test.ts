import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { gae } from './gae.ts';
import { reinforcePlusPlus } from './reinforcePlusPlus.ts';

const row = fc.array(
  fc.record({
    reward: fc.double({ min: -1, max: 1, noNaN: true }),
    value: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 8 },
);

test.prop([row])('at lambda = gamma = 1 the advantage is the return less the value', tokens => {
  const rewards = { rowOffsets: [0, tokens.length], rewards: tokens.map(token => token.reward) };
  const values = tokens.map(token => token.value);
  const { advantages, returns } = gae(rewards, values, { whitened: false });
  const seen = reinforcePlusPlus(rewards).returns;
  advantages.forEach((advantage, t) => {
    expect(advantage).toBeCloseTo(seen[t]! - values[t]!, 10);
    expect(returns[t]).toBeCloseTo(seen[t]!, 10);
  });
});

test.prop([row, fc.double({ min: 0, max: 1, noNaN: true })])(
  'at lambda = 0 it is the one-step error',
  (tokens, gamma) => {
    const rewards = { rowOffsets: [0, tokens.length], rewards: tokens.map(token => token.reward) };
    const values = tokens.map(token => token.value);
    const { advantages } = gae(rewards, values, { gamma, lambda: 0, whitened: false });
    advantages.forEach((advantage, t) => {
      expect(advantage).toBeCloseTo(tokens[t]!.reward + gamma * (values[t + 1] ?? 0) - values[t]!, 12);
    });
  },
);

describe('tokens after the end of sequence', () => {
  const rewards = { rowOffsets: [0, 3], rewards: [0, 1, 0], responseMask: Uint8Array.of(1, 1, 0) };
  const run = (maskedTokens: 'skip' | 'read') =>
    Array.from(gae(rewards, [0.5, 0.5, 0.25], { lambda: 0, whitened: false, maskedTokens }).advantages);

  test('are passed over, or leak in as in the authors’ code', () => {
    expect(run('skip')).toEqual([0, 0.5, 0]);
    expect(run('read')).toEqual([0, 0.75, 0]);
  });
});

test('what cannot be is refused', () => {
  const one = { rowOffsets: [0, 1], rewards: [1] };
  expect(() => gae(one, [1, 2])).toThrow(/values needs one entry per token: 1/);
  expect(() => gae(one, [Number.NaN])).toThrow(/advantage of token 0 is not finite: its value is NaN/);
  expect(() => gae(one, [0], { lambda: -1 })).toThrow(/lambda is in \[0, 1\]/);
});
