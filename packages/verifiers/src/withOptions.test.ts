import { expect, test } from 'vitest';
import { boxedExact } from './kinds/boxedExact/index.ts';
import { withOptions } from './withOptions.ts';

test('binds options, and a later option wins', () => {
  const bracketed = withOptions(boxedExact, { open: '[', close: ']', atEnd: true });
  expect(bracketed.name).toBe('boxedExact');
  expect(bracketed.verify({ gold: '17', completion: '[17]' }).status).toBe('correct');
  expect(bracketed.verify({ gold: '17', completion: '[17].' }).status).toBe('no_answer');
  expect(bracketed.verify({ gold: '17', completion: '[17].' }, { atEnd: false }).status).toBe('correct');
});
