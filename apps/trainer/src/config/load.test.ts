import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, type Overrides } from './load.ts';

async function load(yaml: string, overrides?: Overrides) {
  const folder = await mkdtemp(join(tmpdir(), 'trapo-config-'));
  const file = join(folder, 'my.yaml');
  await writeFile(file, yaml);
  return { folder, config: await loadConfig(file, overrides) };
}

test('the recipe is a good config', async () => {
  const config = await loadConfig();
  expect(config).toMatchObject({
    name: 'two-digits',
    seed: 1,
    training: { lossLength: 30, plan: 'authors-code' },
  });
  expect(Object.keys(config.methods)).toEqual(['sft', 'grpo', 'trapo']);
});

test('what a config leaves out is taken from the recipe', async () => {
  const { config } = await load('training: {steps: 3, learningRates: {grpo: 1e-4}}\ntask: two-digits');
  expect(config.training).toMatchObject({
    steps: 3,
    rowsPerStep: 128,
    learningRate: 6e-4,
    learningRates: { grpo: 1e-4, 'sft-then-rl': [6e-4, 2.5e-4] },
  });
  expect(config.task).toMatchObject({ name: 'two-digits', train: 1024 });
  expect((await load('')).config).toEqual(await loadConfig());
});

test('methods run in the order given, on the command line too', async () => {
  const yaml = 'methods: {trapo: {learningRate: 1e-3}, sft: }';
  expect((await load(yaml)).config.methods).toEqual({ trapo: { learningRate: 1e-3 }, sft: {} });
  expect(Object.keys((await load(yaml)).config.methods)).toEqual(['trapo', 'sft']);
  const { config } = await load(yaml, { methods: ['luffy', 'trapo'], seed: 7, threads: 2 });
  expect(config).toMatchObject({ seed: 7, device: { threads: 2 } });
  expect(Object.entries(config.methods)).toEqual([
    ['luffy', {}],
    ['trapo', { learningRate: 1e-3 }],
  ]);
});

test("own files are relative to the config, and leave the recipe's task behind", async () => {
  const { config, folder } = await load(
    'data: {train: a/t.jsonl, benchmarks: {dev: d.jsonl}}\nmodel: {path: base}\nmethods: {grpo: {}}',
  );
  expect(config.data).toEqual({
    train: join(folder, 'a/t.jsonl'),
    benchmarks: { dev: join(folder, 'd.jsonl') },
  });
  expect(config.model).toEqual({ path: join(folder, 'base') });
  expect(config).not.toHaveProperty('task');
  expect(config).not.toHaveProperty('average');
});

// Every fault says where, what is needed, what would be right, and what was received.
test.each([
  ['seeed: 3', 'seeed: no such key; did you mean "seed"?'],
  ['training: {lossLenght: 3}', 'training.lossLenght: no such key; did you mean "lossLength"?'],
  ['methods: {trappo: {}}', 'methods.trappo: no such key; did you mean "trapo"?'],
  ['methods: {sft: {learnRate: 1}}', 'methods.sft.learnRate: no such key; did you mean "learningRate"?'],
  ['training: {steps: many}', 'training.steps: a whole number is needed, for example 70; received "many"'],
  ['model: {hidden_size: -1}', 'model.hidden_size: a number above 0 is needed, for example 64; received -1'],
  ['model: 5', 'model: keys with values are needed, for example {"hidden_size":64, ...}; received 5'],
  [
    'training: {plan: papr}',
    'training.plan: one of paper, authors-code, none, a plan, or {policy: one of adaptive, none',
  ],
  ['training: {plan: {sizes: [8]}}', 'training.plan.groupSize: this key is missing; give it, for example 8'],
  ['training: {groupSize: 4}', 'Set groupSize to 8, or change sizes to add up to 4'],
  [
    'training: {responseLength: 96}',
    'leave no place for a prompt; make model.max_position_embeddings (96) larger',
  ],
  [
    'methods: {trapo: {learningRate: [1, 2]}}',
    'methods.trapo.learningRate: trapo has one phase; received 2 rates',
  ],
  ['training: {plan: {policy: fixed, ratio: 2}}', "training.plan: fixed can't work: ratio is 2"],
  ['methods: {}', 'methods: none is given, for example {trapo: {}}'],
  ['average: [L6]', 'average: no benchmark is named "L6"; did you mean "L1"?'],
  ['verifier: {name: boxdExact}', 'did you mean "boxedExact"?'],
  [
    'task: {name: three-digits}',
    'task.name: expected "two-digits", for example "two-digits"; received "three-digits"',
  ],
  [
    'data: {benchmarks: {dev: d.jsonl}}',
    'data.train: this key is missing; give it, for example "train.jsonl"',
  ],
  [
    'data: {train: t, benchmarks: {dev: d}}',
    'data.pretrain: a model of these sizes starts from nothing; give',
  ],
  ['data: {train: t, benchmarks: {}}', 'data.benchmarks: none is given; name at least one'],
  ['task: two-digits\ndata: {train: t, benchmarks: {d: d}}', 'task and data: both are given; keep one'],
  ['[1, 2]', 'the config: keys and values are needed, for example "seed: 1"; received [1,2]'],
  ['a: [1', 'no YAML: '],
])('%j is refused', async (yaml, message) => {
  await expect(load(yaml)).rejects.toThrow(message);
});

test('all faults are told at once', async () => {
  await expect(load('seeed: 3\ntraining: {steps: many}')).rejects.toMatchObject({ faults: { length: 2 } });
});

test('a missing config is named', async () => {
  await expect(loadConfig('/nowhere/my.yaml')).rejects.toThrow(
    'there is no config /nowhere/my.yaml; begin with a copy of',
  );
});
