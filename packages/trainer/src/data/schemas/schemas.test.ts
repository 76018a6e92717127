import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { boxedExact } from '@trapo/verifiers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProblems, type ProblemOptions } from '../problems.ts';
import { plainText } from '../prompt.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemas-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(rows: readonly object[], options: Partial<ProblemOptions> = {}) {
  const file = join(folder, 'rows.jsonl');
  await writeFile(file, rows.map(row => JSON.stringify(row)).join('\n'));
  return loadProblems(file, { verifier: boxedExact, ...options });
}
const ask = [
  { role: 'system', content: 'Think.' },
  { role: 'user', content: '2+3?' },
];
const say = (content: string) => [{ role: 'assistant', content }];

describe("the authors' rows", () => {
  const row = { prompt: ask, reward_model: { ground_truth: '5', style: 'rule' }, ability: 'math' };

  test('have experts in extra_info.answer_list, or else in target', async () => {
    const list = { ...row, extra_info: { index: 3, answer_list: ['a', 'b'] }, target: say('c') };
    const target = { ...row, extra_info: { index: 3 }, target: say('c') };
    const both = await load([list, target, { ...row, target: 'c' }, { ...row, target: null }]);
    expect(both.map(({ experts }) => experts)).toEqual([['a', 'b'], ['c'], ['c'], []]);
    expect(both[0]).toEqual({
      id: '1',
      prompt: ask,
      gold: '5',
      experts: ['a', 'b'],
      meta: { ability: 'math', reward_model: { style: 'rule' }, extra_info: { index: 3 } },
    });
  });

  test('may say messages in place of prompt, the solution last', async () => {
    const { prompt, ...rest } = row;
    const [problem] = await load([{ ...rest, messages: [...prompt, ...say('c')] }]);
    expect(problem).toMatchObject({ prompt: ask, experts: ['c'] });
    await expect(load([rest])).rejects.toThrow('either "prompt" or "messages" is needed');
    await expect(load([{ ...row, messages: ask }])).rejects.toThrow('either "prompt" or "messages"');
  });

  test('need a gold', async () => {
    await expect(load([{ ...row, reward_model: { style: 'rule' } }])).rejects.toThrow(
      '"reward_model.ground_truth": expected string; received nothing',
    );
  });
});

describe("TRL's rows", () => {
  test('are conversations or text, with the gold in answer or solution', async () => {
    const problems = await load([
      { prompt: ask, answer: '5', completion: say('a') },
      { prompt: 'p', solution: '6', completion: 'a', completions: ['b', say('c')] },
      { messages: [...ask, ...say('d')], answer: '7', level: 1 },
    ]);
    expect(problems).toEqual([
      { id: '1', prompt: ask, gold: '5', experts: ['a'], meta: {} },
      { id: '2', prompt: 'p', gold: '6', experts: ['a', 'b', 'c'], meta: {} },
      { id: '3', prompt: ask, gold: '7', experts: ['d'], meta: { level: 1 } },
    ]);
  });

  test.each([
    [{ prompt: ask }, 'the gold is needed, as "answer" or as "solution"'],
    [{ prompt: ask, answer: '5', solution: '5' }, 'the gold is needed, as "answer" or as "solution"'],
    [
      { prompt: [{ role: 'user', content: 5 }], answer: '5' },
      '"prompt": text, or a list of {"role", "content"}',
    ],
    [{ prompt: [], solution: '5' }, '"prompt": a message or more is needed; received []'],
  ])('refuses %j', async (row, cause) => {
    await expect(load([row])).rejects.toThrow(cause);
  });
});

test('the first row decides, unless the schema is named', async () => {
  const ours = { prompt: 'p', answer: '5' };
  const theirs = { prompt: ask, reward_model: { ground_truth: '5' } };
  await expect(load([theirs, ours])).rejects.toThrow(/rows.jsonl:2: "reward_model": expected object/);
  await expect(load([ours], { schema: 'authors' })).rejects.toThrow('rows.jsonl:1: "reward_model"');
  expect(await load([{ prompt: ask, answer: '5', experts: ['a'] }])).toMatchObject([{ experts: ['a'] }]);
  expect(await load([{ ...ours, solution: 'mine' }], { schema: 'trapo' })).toMatchObject([
    { gold: '5', meta: { solution: 'mine' } },
  ]);
});

const shared = resolve(import.meta.dirname, '../../../../../../shared/benchmarks');

test.skipIf(!existsSync(shared))(
  `verl's Parquet and our JSONL of one benchmark agree (${shared})`,
  async () => {
    const verifier = { name: 'any', parseGold: (gold: string) => ({ gold }) };
    for (const [name, repeats] of [
      ['aime', 32],
      ['math', 1],
    ] as const) {
      const theirs = await loadProblems(join(shared, `${name}.verl.parquet`), { verifier });
      const ours = await loadProblems(join(shared, `${name}.jsonl`), { verifier });
      expect(theirs).toHaveLength(ours.length * repeats);
      const golds = new Map(
        theirs.map(({ prompt, gold }) => [plainText(prompt.slice(-1) as typeof ask), gold]),
      );
      expect(golds.size).toBe(ours.length);
      for (const { prompt, gold } of ours) expect(golds.get(prompt as string)).toBe(gold);
      const first = theirs[0]!;
      expect(first.meta).toMatchObject({ data_source: name, extra_info: { index: 0, split: 'default' } });
    }
  },
);
