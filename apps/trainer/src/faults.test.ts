// What a person sees of a config, rows or a place that can't be used. Every message says what is wrong, where, and what
// would be right. Servers that misbehave have their own table: packages/trainer/src/policies/openAi/faults.test.ts.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tiny, workplace } from './testing/workplace.ts';

const jsonl = (...rows: object[]) => rows.map(row => JSON.stringify(row)).join('\n');
const good = { prompt: '2+1=', answer: '3', experts: ['two and one\n<3>'] };
const files = {
  'pretrain.jsonl': jsonl({ prompt: '1+1=', completion: 'one and two <23>' }),
  'train.jsonl': jsonl(good, { ...good, prompt: '3+1=' }),
  'dev.jsonl': jsonl({ prompt: '2+2=', answer: '4' }),
};
const config = `
name: own
data: {pretrain: pretrain.jsonl, train: train.jsonl, benchmarks: {dev: dev.jsonl}}
verifier: {name: boxedExact, options: {open: '<', close: '>'}}
${tiny}
methods: {trapo: {}}
`;

interface Broken {
  /** Takes the place of the config's text, or changes it. */
  readonly config?: string | ((good: string) => string);
  /** More files, or others. */
  readonly files?: Readonly<Record<string, string>>;
  readonly out?: string;
}
type Table = Readonly<Record<string, readonly [Broken, string | RegExp]>>;
const inData = (keys: string) => (text: string) => text.replace('data: {', `data: {${keys}, `);
const train = (...rows: object[]) => ({ files: { 'train.jsonl': jsonl(...rows) } });
const chat = [{ role: 'user', content: '2+1=' }];
const verl = { prompt: '2+1=', reward_model: { ground_truth: '3' } };

/** The config with some of its text replaced. */
const put = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
const ours = 'a row looks like {"prompt":"12:qb=","answer":"83","experts":["q82\\nb83\\n[83]"]}';
const bad = (row: number, cause: string, cure: string) =>
  `1 row of ./train.jsonl can't be used:\n  ./train.jsonl:${row}: ${cause}\n    ${cure}`;
const inConfig = (fault: string) => `./own.yaml can't be run:\n  ${fault}`;

const configs: Table = {
  'an empty name': [
    { config: put('name: own', 'name: ""') },
    inConfig('name: text is needed, for example "two-digits"; received ""\n  name: letters'),
  ],
  'no YAML': [{ config: 'name: [own' }, inConfig('no YAML: Flow sequence')],
  'a list': [
    { config: '- name: own' },
    inConfig('the config: keys and values are needed, for example "seed: 1"; received [{"name":"own"}]'),
  ],
  'a key that there is not': [
    { config: put('steps: 3', 'step: 3') },
    inConfig('training.step: no such key; did you mean "steps"? There are: steps, rowsPerStep,'),
  ],
  'text for a number': [
    { config: put('steps: 3', 'steps: three') },
    inConfig('training.steps: a whole number is needed, for example 70; received "three"'),
  ],
  'a task and data': [
    { config: text => `${text}task: two-digits` },
    inConfig('task and data: both are given; keep one of them'),
  ],
  'no benchmark': [
    { config: put('{dev: dev.jsonl}', '{}') },
    inConfig('data.benchmarks: none is given; name at least one, for example {dev: dev.jsonl}'),
  ],
  'a method that there is not': [
    { config: put('trapo: {}', 'trappo: {}') },
    inConfig('methods.trappo: no such key; did you mean "trapo"? There are: sft, grpo, trapo'),
  ],
  'a verifier that there is not': [
    { config: put('boxedExact', 'boxedExcat') },
    inConfig('verifier.name: no verifier is named "boxedExcat"; did you mean "boxedExact"?'),
  ],
  'an option that the verifier has not': [
    { config: put('open:', 'opens:') },
    inConfig('verifier.options: boxedExact has no option "opens"; did you mean "open"?'),
  ],
  'a plan that there is not': [
    { config: put('steps: 3', 'steps: 3, plan: papers') },
    /training\.plan: one of paper, authors-code, .*, is needed, for example "authors-code"; received "papers"/,
  ],
  'a mean over a benchmark that there is not': [
    { config: text => `${text}average: [test]` },
    inConfig('average: no benchmark is named "test"; did you mean "dev"?'),
  ],
  'no room for prompts': [
    { config: put('responseLength: 20', 'responseLength: 96') },
    inConfig(
      'training.responseLength: responses of 96 tokens leave no place for a prompt; make ' +
        'model.max_position_embeddings (96) larger',
    ),
  ],
  'a schema that there is not': [
    { config: inData('schema: hf') },
    inConfig(
      'data.schema: expected one of "auto"|"authors"|"trl"|"trapo", for example "auto"; received "hf"',
    ),
  ],
  'a rule that there is not': [
    { config: inData('longPrompts: drop') },
    inConfig('data.longPrompts: expected one of "refuse"|"leave-out", for example "refuse"; received "drop"'),
  ],
  'no rows to pretrain on': [
    { config: put('pretrain: pretrain.jsonl, ', '') },
    inConfig('data.pretrain: a model of these sizes starts from nothing; give data.pretrain: pretrain.jsonl'),
  ],
  'a model that is not there': [
    { config: put(/model: .*/, 'model: {path: nowhere}') },
    /^model\.path: there is no whole model in \.\/nowhere: ENOENT.*; give a folder with config\.json, model\.safeten/,
  ],
};

const rows: Table = {
  'no file of rows': [{ config: put(' train.jsonl', ' trian.jsonl') }, 'there is no file ./trian.jsonl'],
  'no benchmark file': [{ config: put('dev.jsonl', 'test.jsonl') }, 'there is no file ./test.jsonl'],
  'no JSON': [
    { files: { 'train.jsonl': `${jsonl(good)}\n{"prompt": 2+1` } },
    /train\.jsonl:2: no JSON \(.*\)\n {4}write one JSON object a line; a row looks like/,
  ],
  'no answer': [train(good, { prompt: '3+1=' }), bad(2, '"answer": expected string; received nothing', ours)],
  'an answer that is a number': [
    train({ ...good, answer: 3 }),
    bad(1, '"answer": expected string; received 3', ours),
  ],
  'a gold that the verifier can not read': [
    train(good, { ...good, answer: ' ' }),
    bad(
      2,
      'the gold " ": the gold is empty; write the answer, for example "17"',
      'write an answer that the verifier boxedExact can read, or leave the row out',
    ),
  ],
  'no expert': [
    train(good, { prompt: '3+1=', answer: '4' }),
    bad(2, 'expert solutions: 0 given, 1 needed', 'add expert solutions, as in {"prompt":"12:qb="'),
  ],
  'two rows of one id': [
    train({ ...good, id: 'a' }, { ...good, id: 'a' }),
    bad(2, '"id": "a" is that of row 1 too', 'give each row its own id, or none'),
  ],
  'rows of two schemas': [
    train({ ...verl, target: '<3>' }, good),
    bad(2, '"reward_model": expected object; received nothing', 'a row looks like {"prompt":[{"role":"user"'),
  ],
  'a thought without an end': [
    { config: inData('expertText: thought'), ...train({ ...good, experts: ['<think>a'] }) },
    bad(
      1,
      'expert solution 1 has no whole thought: <think> is never closed, or there is nothing in it',
      'write <think>the thought</think>, leave the solution out, or teach solutions whole (expertText: whole)',
    ),
  ],
  'a file without rows': [{ files: { 'train.jsonl': '\n' } }, `./train.jsonl has no row; ${ours}`],
  'bad rows left out, and no other': [
    { config: inData('badRows: leave-out'), ...train({ prompt: 'p' }) },
    bad(1, '"answer": expected string; received nothing', ours),
  ],
  'a bad benchmark row, where training rows may be left out': [
    { config: inData('badRows: leave-out'), files: { 'dev.jsonl': jsonl(good, { prompt: 'p' }) } },
    "1 row of ./dev.jsonl can't be used:\n  ./dev.jsonl:2: ",
  ],
  'JSONL that is named Parquet': [
    { config: put(' train.jsonl', ' train.parquet'), files: { 'train.parquet': jsonl(good) } },
    "can't read ./train.parquet: parquet file invalid",
  ],
  'a prompt longer than the model': [
    train({ ...good, prompt: '2+1='.repeat(30) }),
    './train.jsonl: 1 of 1 problems are too long; the model has room for 96. Too long are 1 (121, 137 with a response). ' +
      'Give the model more room',
  ],
  'prompts longer than they may be': [
    { config: inData('promptLength: 4') },
    './train.jsonl: 2 of 2 problems are too long; prompts have at most 4 tokens, and the model has room for 96',
  ],
  'no prompt that is short enough': [
    { config: inData('promptLength: 4, longPrompts: leave-out') },
    './train.jsonl: 2 of 2 problems are too long',
  ],
  'messages, and no chat template': [
    train({ prompt: chat, answer: '3', experts: ['<3>'] }),
    './train.jsonl: problem 1: the prompt is a list of messages, and the tokenizer has no chat template',
  ],
  'a special token spelled out': [
    train({ ...good, experts: ['<eos>'] }),
    'a text holds <eos>, which names a special token: "2+1=<eos>"',
  ],
};

const places: Table = {
  'a run folder that is used': [
    { files: { 'run/notes.txt': 'mine' } },
    'the run folder ./run has files already; give --out a folder that is new or empty',
  ],
  'a run folder that is a file': [
    { files: { run: '' } },
    "can't make the run folder ./run: EEXIST: file already exists, mkdir './run'; give --out a folder that is new",
  ],
  'a run folder under a file': [
    { files: { runs: '' }, out: 'runs/a' },
    "can't make the run folder ./runs/a: ENOTDIR",
  ],
};

describe.each(Object.entries({ configs, rows, places }))('%s', (_, table) => {
  test.each(Object.entries(table))('%s', async (_, [broken, message]) => {
    const text = typeof broken.config === 'string' ? broken.config : (broken.config?.(config) ?? config);
    expect(text !== config || broken.files !== undefined).toBe(true);
    const { cwd, start } = await workplace({ ...files, ...broken.files, 'own.yaml': text });
    const error: unknown = await start({ config: 'own.yaml', out: broken.out ?? 'run' }).catch(
      error => error,
    );
    expect(error).toBeInstanceOf(Error);
    const shown = (error as Error).message.replaceAll(cwd, '.');
    if (typeof message === 'string') expect(shown.slice(0, message.length)).toBe(message);
    else expect(shown).toMatch(message);
    // once mended, the same command works: nothing was left behind
    if (table !== places) await expect(stat(join(cwd, 'run'))).rejects.toThrow('ENOENT');
  });
});

test('rows that are left out are listed and counted, and training goes on without them', async () => {
  const { start, output } = await workplace({
    ...files,
    'train.jsonl': jsonl(
      good,
      { prompt: 'no answer' },
      { ...good, prompt: '2+1=2+1=' },
      { ...good, prompt: '1+2=' },
    ),
    'own.yaml': inData('badRows: leave-out, promptLength: 6, longPrompts: leave-out')(config),
  });
  await start({ config: 'own.yaml', out: 'run' });
  expect(output()).toContain('train.jsonl are left out:');
  expect(output()).toMatch(/train\.jsonl:2: "answer": expected string; received nothing/);
  expect(output()).toContain('1 of 3 problems are too long and left out: 3');
});
