import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { conformance, parseCases } from '../conformance/index.ts';
import { numeric } from '../kinds/numeric/index.ts';
import { verifierPool } from './pool.ts';
import { rude } from './testing/rude.ts';

const modules = [new URL('./testing/rude.ts', import.meta.url).href];
const attempt = (completion: string) => ({ gold: '17', completion });

describe('a pool', () => {
  const pool = verifierPool({ workers: 2, killAfterMs: 400, modules });
  afterAll(() => pool.close());

  test('kills what hangs, replaces what crashes, and goes on', async () => {
    const verdicts = await Promise.all([
      pool.verify('rude', attempt('hang')),
      pool.verify('rude', attempt('fine')),
      pool.verify('rude', attempt('exit')),
      pool.verify('numeric', attempt('it is 17')),
      pool.verify('numeric', attempt('it is 18')),
    ]);
    expect(verdicts.map(({ status }) => status)).toEqual([
      'timeout',
      'correct',
      'error',
      'correct',
      'incorrect',
    ]);
    expect(verdicts[0]).toMatchObject({ score: null, reason: 'killed: no verdict after 400 ms' });
    expect(verdicts[2]).toMatchObject({ score: null, reason: expect.stringContaining('the worker crashed') });
    expect(pool.counts()).toEqual({
      correct: 2,
      incorrect: 1,
      no_answer: 0,
      gold_unparsable: 0,
      timeout: 1,
      error: 1,
      killed: 1,
      crashed: 1,
    });
  });

  test('rejects an unknown name and a wrong option', async () => {
    await expect(pool.verify('numerik', attempt('17'))).rejects.toThrow('did you mean "numeric"?');
    await expect(pool.verify('numeric', attempt('17'), { relativ: 1 })).rejects.toThrow(
      'did you mean "relative"?',
    );
  });

  test('hands options and budget on', async () => {
    const pooled = pool.pooled(numeric);
    expect(pooled.parseGold('17')).toEqual({ gold: '17' });
    expect((await pooled.verify(attempt('17.1'), { absolute: 0.2 })).status).toBe('correct');
    expect((await pooled.verify(attempt('17'), {}, { characters: 3 })).status).toBe('timeout');
  });
});

test('memory that has no end is a crash, never a score', async () => {
  const pool = verifierPool({ killAfterMs: 30_000, modules });
  const verdict = await pool.verify('rude', attempt('eat'));
  expect(verdict).toMatchObject({ status: 'error', score: null });
  expect((await pool.verify(rude.name, attempt('fine'))).status).toBe('correct');
  pool.close();
});

test('a closed pool rejects, and so does one whose module is missing', async () => {
  const pool = verifierPool();
  const open = pool.verify('numeric', attempt('17'));
  pool.close();
  await expect(open).rejects.toThrow('the pool is closed');
  await expect(pool.verify('numeric', attempt('17'))).rejects.toThrow('the pool is closed');
  const missing = verifierPool({ modules: ['file:///nowhere/none.ts'] });
  await expect(missing.verify('numeric', attempt('17'))).rejects.toThrow("workers can't start");
  expect(() => verifierPool({ workers: 0 })).toThrow('for example { workers: 2, killAfterMs: 5000 }');
});

describe('a pooled verifier keeps the contract', () => {
  const pool = verifierPool({ workers: 2 });
  afterAll(() => pool.close());
  const cases = parseCases(readFileSync(new URL('../kinds/numeric/cases.jsonl', import.meta.url), 'utf8'));
  for (const { name, run } of conformance(pool.pooled(numeric), cases)) test(name, run);
});
