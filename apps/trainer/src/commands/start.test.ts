import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel } from '@trapo/models';
import { openDevice } from '@trapo/tensor';
import { expect, test } from 'vitest';
import { tiny, tinyTask, workplace } from '../testing/workplace.ts';

const read = (...path: string[]) => readFile(join(...path), 'utf8');

test('two runs of one seed leave the same bytes; another seed does not', async () => {
  const { start, output } = await workplace({ 'tiny.yaml': tinyTask });
  const first = await start({ config: 'tiny.yaml', seed: 5, out: 'first' });
  const second = await start({ config: 'tiny.yaml', seed: 5, out: 'second' });
  const other = await start({ config: 'tiny.yaml', seed: 6, out: 'other', methods: ['trapo'] });
  const stages = ['base', 'sft', 'grpo', 'trapo'];
  for (const stage of stages) {
    for (const file of ['metrics.jsonl', 'responses.jsonl', 'checkpoint/model.safetensors']) {
      expect(await read(second, stage, file)).toBe(await read(first, stage, file));
    }
    expect((await read(first, stage, 'metrics.jsonl')).split('\n')).toHaveLength(stage === 'base' ? 5 : 4);
  }
  expect(await read(second, 'results.json')).toBe(await read(first, 'results.json'));
  expect(await read(other, 'trapo/metrics.jsonl')).not.toBe(await read(first, 'trapo/metrics.jsonl'));

  // what a person sees
  expect(output()).toMatch(/greedy % +L1 +L2 +L3 +L4 +L5 +Avg +O2 +training s/);
  for (const label of ['base', 'SFT', 'GRPO', 'TRAPO'])
    expect(output()).toMatch(new RegExp(`^${label} +\\d+\\.\\d `, 'm'));
  expect(output()).toMatch(
    /TRAPO +3\/3 100% {2}[\d.]+ it\/s {2}ETA 0:00 {2}reward \d+%, without prefix \d+%/,
  );

  // what a run leaves behind
  for (const file of ['reward.svg', 'accuracy.svg', 'prefix-levels.svg', 'entropy.svg', 'pretraining.svg']) {
    expect(await read(first, file)).toMatch(/^<svg/);
    expect(await read(first, 'report.md')).toContain(`](${file})`);
  }
  expect(await read(first, 'report.html')).toContain('<th>Avg</th>');
  const record = JSON.parse(await read(first, 'run.json'));
  expect(record).toMatchObject({ seed: 5, device: { backend: 'simd', threads: 1 } });
  expect(record.data.train.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(Object.keys(record.seconds)).toEqual(stages);

  const device = await openDevice({ threads: 1 });
  const { decoder, tokenizer } = await loadModel(device, join(first, 'trapo/checkpoint'));
  expect(decoder.config.hidden_size).toBe(16);
  expect(tokenizer.decode(tokenizer.encode('12:qb='))).toBe('12:qb=');
  await device.close();

  // the resolved config repeats the run
  const again = await start({ config: 'first/config.yaml', out: 'again' });
  expect(await read(again, 'results.json')).toBe(await read(first, 'results.json'));
});

const rows = (...objects: object[]) => objects.map(row => JSON.stringify(row)).join('\n');
const own = {
  'pretrain.jsonl': rows(
    ...Array.from({ length: 5 }, (_, i) => ({ prompt: `${i}+1=`, completion: `<${i + 1}>` })),
  ),
  'train.jsonl': rows(
    { prompt: '2+1=', answer: '3', experts: ['two and one\n<3>'] },
    { prompt: '3+1=', answer: '4', experts: ['<4>'], source: 'mine' },
  ),
  'dev.jsonl': rows({ id: 'a', prompt: '4+1=', answer: '5' }),
};
const ownConfig = `
name: own
data: {pretrain: pretrain.jsonl, train: train.jsonl, benchmarks: {dev: dev.jsonl}}
verifier: {name: boxedExact, options: {open: '<', close: '>'}}
${tiny}
`;

test("a user's own files, then a checkpoint in place of pretraining", async () => {
  const { start, output } = await workplace({ ...own, 'own.yaml': `${ownConfig}methods: {trapo: {}}` });
  const run = await start({ config: 'own.yaml', out: 'run' });
  expect(output()).toMatch(/greedy % +dev +Avg +training s/);
  expect(JSON.parse((await read(run, 'trapo/responses.jsonl')).split('\n')[0]!)).toMatchObject({
    benchmark: 'dev',
    id: 'a',
    answer: '5',
  });

  const { start: onward, cwd } = await workplace({
    ...own,
    'own.yaml': `${ownConfig.replace(/^model:.*$/m, `model: {path: ${join(run, 'base/checkpoint')}}`)}methods: {trapo: {}}`,
  });
  await onward({ config: 'own.yaml', out: 'run' });
  expect(await read(cwd, 'run/results.json')).toBe(await read(run, 'results.json'));
  await expect(stat(join(cwd, 'run/base/metrics.jsonl'))).rejects.toThrow('ENOENT');
});

test('every method runs', async () => {
  const { start } = await workplace({ ...own, 'own.yaml': ownConfig });
  const run = await start({
    config: 'own.yaml',
    out: 'run',
    methods: ['sft-then-rl', 'luffy', 'plain-sft-prefix'],
  });
  const { rows } = JSON.parse(await read(run, 'results.json'));
  expect(rows.map(({ name }: { name: string }) => name)).toEqual([
    'base',
    'sft-then-rl',
    'luffy',
    'plain-sft-prefix',
  ]);
});

test('a bad row is refused with file, row and cure', async () => {
  const bad = rows({ prompt: '2+1=', answer: '3', experts: ['<3>'] }, { prompt: '3+1=', answer: '4' });
  const { start, cwd } = await workplace({ ...own, 'train.jsonl': bad, 'own.yaml': ownConfig });
  await expect(start({ config: 'own.yaml', out: 'run' })).rejects.toThrow(
    `${join(cwd, 'train.jsonl')}:2: expert solutions: 0 given, 1 needed\n    add expert solutions, as in {"prompt":`,
  );
  await expect(stat(join(cwd, 'run'))).rejects.toThrow('ENOENT'); // so that the same command works once it is mended
});

test('a problem too long for the model is named before training', async () => {
  const long = rows({ id: 'endless', prompt: '2+1='.repeat(30), answer: '3', experts: ['<3>'] });
  const { start } = await workplace({ ...own, 'train.jsonl': long, 'own.yaml': ownConfig });
  await expect(start({ config: 'own.yaml' })).rejects.toThrow(
    /1 of \d+ problems are too long; the model has room for 96. Too long are endless \(\d+, \d+ with a response\)/,
  );
});

test('Ctrl-C ends the step, saves and says where', async () => {
  const { start, cwd } = await workplace({ 'tiny.yaml': tinyTask });
  const folder = join(cwd, 'run');
  await expect(start({ config: 'tiny.yaml', out: 'run' }, AbortSignal.abort())).rejects.toThrow(
    `interrupted after step 1 of 4 of pretraining; go on with: trapo resume ${folder}`,
  );
  expect((await stat(join(folder, 'base/checkpoints/step-1/optimizer.safetensors'))).size).toBeGreaterThan(
    1000,
  );
});

test('a run never mixes with an older one', async () => {
  const { start } = await workplace({ 'tiny.yaml': tinyTask });
  await expect(start({ config: 'tiny.yaml', out: '.' })).rejects.toThrow(
    'has files already; give --out a folder',
  );
});
