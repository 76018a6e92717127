import { readFileSync } from 'node:fs';
import { conformance, parseCases } from '@trapo/verifiers/conformance';
import { afterAll, describe, expect, test } from 'vitest';
import { codeVerifier } from './codeVerifier.ts';

const code = codeVerifier();
afterAll(() => code.close());

describe('keeps the contract', () => {
  const cases = parseCases(readFileSync(new URL('./cases.jsonl', import.meta.url), 'utf8'));
  for (const { name, run } of conformance(code, cases)) test(name, run);
});

test('a wrong option rejects with what is right', async () => {
  const attempt = { gold: '', completion: '' };
  await expect(code.verify(attempt, { timeMS: 1 } as object)).rejects.toThrow('did you mean "timeMs"?');
  await expect(code.verify(attempt, { memoryMb: 1 })).rejects.toThrow(
    'a whole number of at least 40, like 256',
  );
  expect(() => codeVerifier({ workers: 0 })).toThrow('for example { workers: 2 }; received 0');
});

test('a closed verifier skips', async () => {
  const closed = codeVerifier();
  closed.close();
  const gold = '{"language":"javascript","tests":[{"expression":"1","equals":1}]}';
  expect(await closed.verify({ gold, completion: '1' })).toMatchObject({ status: 'error', score: null });
});
