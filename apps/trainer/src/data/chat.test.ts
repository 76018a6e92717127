import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tiny, tinyTask, workplace } from '../testing/workplace.ts';

test("messages are written with the chat template of the model's folder", async () => {
  const { start } = await workplace({ 'tiny.yaml': tinyTask });
  const base = join(await start({ config: 'tiny.yaml', out: 'run', methods: ['grpo'] }), 'base/checkpoint');
  const config = join(base, 'tokenizer_config.json');
  const template = '<bos>{% for m in messages %}{{ m.content }}{% endfor %}=';
  await writeFile(
    config,
    JSON.stringify({ ...JSON.parse(await readFile(config, 'utf8')), chat_template: template }),
  );

  const row = {
    prompt: [{ role: 'user', content: '12:qb' }],
    reward_model: { ground_truth: '83' },
    extra_info: { answer_list: ['q82\nb83\n[83]'] },
  };
  const chat = await workplace({
    'train.jsonl': JSON.stringify(row),
    'own.yaml': `
name: chat
data: {train: train.jsonl, benchmarks: {dev: train.jsonl}}
${tiny.replace(/^model:.*$/m, `model: {path: ${base}}`)}
methods: {trapo: {}}
`,
  });
  const run = await chat.start({ config: 'own.yaml', out: 'run' });
  const [first] = (await readFile(join(run, 'trapo/rollouts.jsonl'), 'utf8')).split('\n');
  expect(JSON.parse(first!)).toMatchObject({ prompt: '12:qb', gold: '83' });
});
