import { expect, test } from 'vitest';
import { defineVerifier } from './defineVerifier.ts';
import { correct } from './judgements.ts';
import type { GoldUse } from './verifier.ts';

const kind = (
  judge: (completion: string, spend: (steps: number) => void) => void,
  golds: GoldUse = 'answer',
) =>
  defineVerifier<object, string>({
    name: 'demo',
    golds,
    options: {},
    readGold: gold => ({ text: gold, value: gold }),
    judge: ({ completion }, _, meter) => {
      judge(completion, meter.spend);
      return correct(completion, 'read');
    },
  });

test('a fault in a kind is a skip with the cause, never a crash or a zero', () => {
  const verdict = kind(() => {
    throw new Error('stack of 10,000');
  }).verify({ gold: '1', completion: '2' });
  expect(verdict).toMatchObject({ status: 'error', score: null, reason: 'demo failed: stack of 10,000' });
});

test('a budget that ends is a skip: steps and characters', () => {
  const attempt = { gold: '1', completion: '23' };
  const five = kind((_, spend) => spend(5));
  expect(five.verify(attempt, {}, { steps: 5 }).status).toBe('correct');
  expect(five.verify(attempt, {}, { steps: 4 })).toMatchObject({
    status: 'timeout',
    score: null,
    reason: 'it takes more than 4 steps',
  });
  expect(five.verify(attempt, {}, { characters: 3 }).status).toBe('correct');
  expect(five.verify(attempt, {}, { characters: 2 })).toMatchObject({ status: 'timeout', score: null });
});

test('the thought is cut off, but not where there is no gold to compare with', () => {
  const attempt = { gold: '1', completion: '<think>a</think>b' };
  expect(kind(() => {}).verify(attempt).extracted).toBe('b');
  expect(kind(() => {}, 'specification').verify(attempt).extracted).toBe('b');
  expect(kind(() => {}, 'none').verify(attempt).extracted).toBe(attempt.completion);
  expect(kind(() => {}).verify(attempt, { afterThink: false }).extracted).toBe(attempt.completion);
});

test('a gold that fails to be read is no gold', () => {
  const verifier = defineVerifier<object, string>({
    name: 'demo',
    options: {},
    readGold: (_gold, _settings, meter) => {
      meter.spend(1e12);
      return { reason: 'never' };
    },
    judge: () => correct('', ''),
  });
  expect(verifier.parseGold('1')).toEqual({ reason: 'it takes more than 50000000 steps' });
});
