import { expect, test } from 'vitest';
import { defineVerifier } from './defineVerifier.ts';

const faulty = defineVerifier<object, object>({
  name: 'faulty',
  settings: options => options,
  parseGold: gold => ({ gold }),
  judge: () => {
    throw new Error('stack of 10,000');
  },
});

test('a fault in a kind is a skip with the cause, never a crash or a zero', () => {
  const verdict = faulty.verify({ gold: '1', completion: '2' });
  expect(verdict).toMatchObject({ status: 'error', score: null, reason: 'faulty failed: stack of 10,000' });
});
