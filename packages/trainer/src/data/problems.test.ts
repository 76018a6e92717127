import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boxedExact } from '@trapo/verifiers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BadRow, BadRowsError } from './badRows.ts';
import { loadProblems, type ProblemOptions } from './problems.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'problems-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string, options: Partial<ProblemOptions> = {}) {
  const file = join(folder, 'train.jsonl');
  await writeFile(file, text);
  return loadProblems(file, { verifier: boxedExact, ...options });
}
const lines = (...rows: object[]) => rows.map(row => JSON.stringify(row)).join('\n');
const good = { prompt: '12:qb=', answer: '83' };

test('reads every field, canonical golds, and keeps the rest as meta', async () => {
  const row = { id: 'a', prompt: 'p', answer: ' 83 ', experts: ['x', 'y'], level: 'L1', none: null };
  expect(await load(lines(row, good))).toEqual([
    { id: 'a', prompt: 'p', gold: '83', experts: ['x', 'y'], meta: { level: 'L1' } },
    { id: '2', prompt: '12:qb=', gold: '83', experts: [], meta: {} },
  ]);
});

test('blank lines, carriage returns and a byte order mark are nothing', async () => {
  const problems = await load(`\ufeff\r\n${lines(good)}\r\n\n  \n${lines(good)}`);
  expect(problems.map(({ id }) => id)).toEqual(['2', '5']);
});

test.each<[string, string, string]>([
  ['{"prompt"', 'no JSON (', 'write one JSON object a line; a row looks like {"prompt":"12:qb="'],
  ['[1]', 'expected object; received [1]', 'a row looks like'],
  ['{"prompt":"p"}', '"answer": expected string; received nothing', 'a row looks like'],
  ['{"prompt":"p","answer":83}', '"answer": expected string; received 83', 'a row looks like'],
  ['{"prompt":"","answer":"83"}', '"prompt": text is needed; received ""', 'a row looks like'],
  [
    '{"prompt":"p","answer":"83","experts":["x",""]}',
    '"experts.1": text is needed; received ""',
    'a row looks like',
  ],
  [
    '{"prompt":"p","answer":""}',
    'the gold "": ',
    'write an answer that the verifier boxedExact can read, or leave the row out',
  ],
  [lines({ ...good, id: 'a' }), '"id": "a" is that of row 1 too', 'give each row its own id, or none'],
  [
    lines({ prompt: 'p', reward_model: { ground_truth: '83' } }),
    '"answer": expected string; received nothing',
    'a row looks like {"prompt":"12:qb="',
  ],
])('refuses %s', async (row, cause, cure) => {
  const error: unknown = await load(`${lines({ ...good, id: 'a' })}\n\n${row}`).catch(error => error);
  expect(error).toBeInstanceOf(BadRowsError);
  const { rows, message } = error as BadRowsError;
  expect(rows).toEqual([
    {
      file: join(folder, 'train.jsonl'),
      row: 3,
      cause: expect.stringContaining(cause),
      cure: expect.stringContaining(cure),
    },
  ]);
  expect(message).toContain('1 row of');
  expect(message).toContain(`train.jsonl:3: `);
});

test('a line number that is also a given id is a duplicate', async () => {
  await expect(load(lines({ ...good, id: '2' }, good))).rejects.toThrow('"id": "2" is that of row 1 too');
});

test('too few experts are refused where some are needed', async () => {
  const one = { ...good, experts: ['x'] };
  await expect(load(lines(one), { minExperts: 2 })).rejects.toThrow('expert solutions: 1 given, 2 needed');
  expect(await load(lines(one), { minExperts: 1 })).toHaveLength(1);
});

describe('of an expert whose thought is taught', () => {
  const taught = async (expert: string) =>
    (await load(lines({ ...good, experts: [expert] }), { expertText: 'thought' }))[0]!.experts[0];

  test.each([
    ['<think>\na b\n\nc\n</think>\n\n[83]', 'a b\n\nc'],
    ['a b\n</think>\n[83]', 'a b'],
    ['so <think>a</think> b <think>c</think>', 'a'],
    ['no tags\n', 'no tags\n'],
  ])('%j it is %j', async (expert, thought) => {
    expect(await taught(expert)).toBe(thought);
  });

  test.each(['<think>a b', '<think> \n</think>[83]', '</think>[83]', '</think><think>a'])(
    '%j has none',
    async expert => {
      await expect(taught(expert)).rejects.toThrow('expert solution 1 has no whole thought');
    },
  );

  test('unless told, the solution is taught as it is', async () => {
    const expert = '<think>a</think>b';
    expect((await load(lines({ ...good, experts: [expert] })))[0]!.experts).toEqual([expert]);
  });
});

test('the first 20 bad rows are listed, all are counted and held', async () => {
  const error: unknown = await load('nonsense\n'.repeat(25)).catch(error => error);
  expect(error).toBeInstanceOf(BadRowsError);
  const { message, rows } = error as BadRowsError;
  expect(rows).toHaveLength(25);
  expect(message).toContain('25 rows of');
  expect(message).toContain('train.jsonl:20: ');
  expect(message).not.toContain('train.jsonl:21: ');
  expect(message).toMatch(/and 5 more$/);
});

test('bad rows are left out only where someone is told of them', async () => {
  const told: BadRow[] = [];
  const problems = await load(`nonsense\n${lines(good)}`, { onBad: rows => told.push(...rows) });
  expect(problems.map(({ id }) => id)).toEqual(['2']);
  expect(told.map(({ row }) => row)).toEqual([1]);
  await expect(load('nonsense', { onBad: () => {} })).rejects.toThrow(BadRowsError);
});

test('a file that is blank or missing is named', async () => {
  await expect(load('')).rejects.toThrow(/train.jsonl has no row; a row looks like \{"prompt":"12:qb="/);
  await expect(load('\n \n')).rejects.toThrow('has no row');
  const missing = join(folder, 'none.jsonl');
  await expect(loadProblems(missing, { verifier: boxedExact })).rejects.toThrow(
    `there is no file ${missing}`,
  );
  await expect(loadProblems(folder, { verifier: boxedExact })).rejects.toThrow(`can't read ${folder}: `);
});
