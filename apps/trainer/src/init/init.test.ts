import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { loadProblems } from '@trapo/trainer';
import { boxedExact } from '@trapo/verifiers';
import { expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { usualAnswers } from './answers.ts';
import { ask } from './ask.ts';
import { writeConfig } from './write.ts';

const place = () => mkdtemp(join(tmpdir(), 'trapo-init-'));
const rows = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `p${i}`,
      prompt: `${i}+1=`,
      answer: String(i + 1),
      experts: [`\\boxed{${i + 1}}`],
      source: 'mine',
    }),
  ).join('\n');

/** Answers the questions by keys: `\r` takes what is proposed, and `down` goes to the next. */
async function typed(cwd: string, own: string | undefined, keys: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const output = Object.assign(new PassThrough(), { columns: 100, rows: 40, isTTY: true });
  output.resume();
  const asked = ask(cwd, 'mine', own, { input, output });
  const typing = (async () => {
    for (const key of keys) {
      await setTimeout(60);
      input.write(key);
    }
  })();
  const [answers] = await Promise.all([asked, typing]);
  return answers;
}

test('what is proposed to everything is the usual', async () => {
  const cwd = await place();
  expect(await typed(cwd, undefined, ['\r', '\r', '\r', '\r'])).toEqual(usualAnswers('mine', undefined));
});

test('other answers are taken', async () => {
  const cwd = await place();
  await writeFile(join(cwd, 'own.jsonl'), rows(10));
  // held out; the first verifier after boxedExact; fresh; none of sft; standard
  const answers = await typed(cwd, 'own.jsonl', ['\r', '\u001b[B', '\r', '\r', ' ', '\r', '\u001b[B', '\r']);
  expect(answers).toMatchObject({
    data: { kind: 'own', train: 'own.jsonl' },
    base: { kind: 'fresh' },
    length: 'standard',
  });
  expect(answers.verifier).not.toBe('boxedExact');
  expect(answers.methods).not.toEqual(['sft', 'grpo', 'trapo']);
});

test('Ctrl-C leaves without a trace', async () => {
  const cwd = await place();
  await expect(typed(cwd, undefined, ['\u0003'])).rejects.toThrow('nothing was written');
});

test('the sample is a config that can be run, with rows that can be read', async () => {
  const cwd = await place();
  const file = await writeConfig(cwd, usualAnswers('mine', undefined));
  const config = await loadConfig(file);
  expect(Object.keys(config.methods)).toEqual(['sft', 'grpo', 'trapo']);
  const { train, benchmarks } = config.data!;
  const verifier = { ...boxedExact, parseGold: (gold: string) => boxedExact.parseGold(gold) };
  expect((await loadProblems(train, { verifier, minExperts: 1 })).length).toBe(200);
  expect((await loadProblems(benchmarks.dev!, { verifier })).length).toBe(40);
});

test('every fifth row of the user is held out, nothing is lost, and the sizes fit', async () => {
  const cwd = await place();
  await writeFile(join(cwd, 'own.jsonl'), rows(20));
  const config = await loadConfig(await writeConfig(cwd, usualAnswers('a b', 'own.jsonl')));
  expect(config.name).toBe('a-b');
  const read = async (path: string) =>
    (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
  const [train, dev] = await Promise.all([read(config.data!.train), read(config.data!.benchmarks.dev!)]);
  expect([train.length, dev.length]).toEqual([16, 4]);
  expect([...train, ...dev].map(({ id }) => id).sort()).toEqual(
    Array.from({ length: 20 }, (_, i) => `p${i}`).sort(),
  );
  expect(dev[0]).toMatchObject({ id: 'p4', source: 'mine' });
  expect(await read(config.data!.pretrain!)).toHaveLength(16);
  expect(config.training.responseLength).toBeGreaterThan('\\boxed{20}'.length);
});

test('what can’t be used is named', async () => {
  const cwd = await place();
  const write = (text: string) => writeFile(join(cwd, 'own.jsonl'), text);
  const init = () => writeConfig(cwd, usualAnswers('mine', 'own.jsonl'));
  await expect(init()).rejects.toThrow(/can't read .*own\.jsonl/);
  await write('{"prompt": "1=", "answer": 1}');
  await expect(init()).rejects.toThrow(/own\.jsonl:1: "answer": .*; a row is for example \{"prompt"/);
  await write(rows(3));
  await expect(init()).rejects.toThrow(
    'has 3 rows: with fewer than 5 none can be held out; give a benchmark file',
  );
  await expect(writeConfig(cwd, usualAnswers('.', undefined))).rejects.toThrow('has files already');
});
