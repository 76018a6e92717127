import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { silent } from '../progress/silent.ts';
import { Interrupted } from '../run/stage.ts';
import { tiny, workplace } from '../testing/workplace.ts';
import { csv, document, tuningDocument } from './document.ts';
import { figures } from './figures.ts';
import { cellsOf } from './jobs.ts';
import { loadSettings } from './settings.ts';
import { runTable } from './table.ts';
import { tune } from './tune.ts';

const files = {
  'tiny.yaml': `name: tiny\ndevice: {threads: 1}\ntask: {name: two-digits, train: 200, benchmark: 4}\n${tiny}`,
  'table.yaml': `
name: tiny
recipe: tiny.yaml
bases: [3, 4]
seeds: 2
tuning: {bases: [9], seeds: 1, learningRates: [1.0e-4, 1.0e-3]}
learningRates: {trapo: 1.0e-3}
subject: trapo
methods: [sft, sft-then-rl, trapo]
studies:
  alpha:
    title: The trust region
    rows:
      alpha 1: {methods: [trapo], training: {alpha: 1}}
  prefixes:
    title: Prefixes
    rows:
      fixed: {methods: [trapo], training: {plan: {policy: fixed, ratio: 0.5}}}
passAtK: {methods: [base, trapo], benchmarks: [L1], samples: 4}
`,
};
const quiet = (cwd: string, signal = new AbortController().signal) => ({ cwd, screen: silent, signal });

test('a table runs every method on every base and seed, and goes on where it was stopped', async () => {
  const { cwd } = await workplace(files);
  const settings = await loadSettings(join(cwd, 'table.yaml'));
  const out = join(cwd, 'out');
  await expect(runTable(settings, out, quiet(cwd, AbortSignal.abort()))).rejects.toThrow(Interrupted);
  const result = await runTable(settings, out, quiet(cwd));
  expect(result.cells).toEqual(cellsOf([3, 4], 2));
  expect(result.main.map(({ label }) => label)).toEqual(['base', 'SFT', 'SFT-then-RL', 'TRAPO']);
  expect(result.studies.map(({ lines }) => lines.map(({ label }) => label))).toEqual([
    ['TRAPO', 'alpha 1'],
    ['TRAPO', 'fixed'],
  ]);
  for (const { average } of result.main) expect(average).toHaveLength(4);
  expect(result.passAtK!.map(({ points }) => points.map(({ k }) => k))).toEqual([
    [1, 2, 4],
    [1, 2, 4],
  ]);

  // again: nothing is trained, the same comes out
  const weights = join(out, 'main/301/trapo/checkpoint/model.safetensors');
  const before = (await stat(weights)).mtimeMs;
  const again = await runTable(settings, out, quiet(cwd));
  expect(again).toEqual(result);
  expect((await stat(weights)).mtimeMs).toBe(before);

  // both bases are trained on, and each cell has problems of its own
  const train = (seed: number) => readFile(join(out, `main/${seed}/data/train.jsonl`), 'utf8');
  expect(await train(301)).not.toBe(await train(302));

  const shown = document(result, { command: 'c', machine: 'm', minutes: 1 }, ['average']);
  expect(shown).toContain('4 experiments, 2 base models (seeds 3, 4)');
  expect(shown).toMatch(/\| TRAPO against \| difference/);
  expect(csv(result).trim().split('\n')).toHaveLength(1 + 4 * (4 + 1 + 1));
  expect(figures(result).map(({ name }) => name)).toEqual(['average', 'alpha', 'prefixes', 'pass-at-k']);

  // a change to what is run is not taken for the same run
  const changed = { ...settings, learningRates: { trapo: 2e-3 } } as const;
  await expect(runTable(changed, out, quiet(cwd))).rejects.toThrow('holds a run of another config');
});

test('tuning gives every method the same runs, on bases of its own, and takes the best rate', async () => {
  const { cwd } = await workplace(files);
  const settings = await loadSettings(join(cwd, 'table.yaml'));
  const tuned = await tune(settings, join(cwd, 'out'), quiet(cwd));
  expect(tuned.map(({ method }) => method)).toEqual(settings.methods);
  for (const { scores, best } of tuned) {
    expect(scores.map(({ rate }) => rate)).toEqual([1e-4, 1e-3]);
    expect(scores.find(({ rate }) => rate === best)!.average).toBe(
      Math.max(...scores.map(({ average }) => average)),
    );
  }
  expect(tuningDocument(tuned)).toContain('| TRAPO'.replace('TRAPO', 'trapo'));
});

test('settings that can not be run are refused, each fault by name', async () => {
  const { cwd } = await workplace({
    'bad.yaml': files['table.yaml']
      .replace('subject: trapo', 'subject: grpo')
      .replace('bases: [9]', 'bases: [4]'),
    'worse.yaml': files['table.yaml'].replace('methods: [sft, sft-then-rl, trapo]', 'methods: [sft, trapoo]'),
  });
  await expect(loadSettings(join(cwd, 'bad.yaml'))).rejects.toThrow(
    /subject: grpo is none of the methods[\s\S]*tuning.bases/,
  );
  await expect(loadSettings(join(cwd, 'worse.yaml'))).rejects.toThrow(/methods\.1/);
  await expect(loadSettings(join(cwd, 'none.yaml'))).rejects.toThrow(/can't read .*none.yaml/);
});

test('the recipe itself is sound', async () => {
  const { methods, subject } = await loadSettings(join(import.meta.dirname, '../../recipes/table.yaml'));
  expect(methods).toContain(subject);
});
