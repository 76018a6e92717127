// What the sides of `bench trainer` start from, written once for all: a base model of the miniature that has learned a
// little, and its problems as token ids.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { characterTokenizer, Decoder, loadTokenizer, type Tokenizer } from '@trapo/models';
import { authorsCode, type MicroGroupPlan } from '@trapo/prefix-select';
import { twoDigits } from '@trapo/tasks';
import { openDevice } from '@trapo/tensor';
import { LocalPolicy, type Problem, pretrain } from '@trapo/trainer';
import { progress } from '../progress.ts';
import type { Settings } from './settings.ts';

const SEED = 1;
const PROBLEMS = 512;

/** settings.json as every side reads it. */
export interface MaterialSettings extends Settings {
  readonly model: Settings['model'] & { readonly vocab_size: number };
  readonly plan: MicroGroupPlan;
  readonly eos: number;
  /** The text of each id. */
  readonly tokens: readonly string[];
  readonly breakTokens: readonly number[];
}

/** A problem as token ids: the prompt with its beginning, expert answers with their end of sequence. */
interface TokenProblem {
  readonly prompt: readonly number[];
  readonly gold: string;
  readonly experts: readonly (readonly number[])[];
}

/** Trains the base and writes everything; returns the folder, which the caller removes. */
export async function writeMaterial(settings: Settings): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trapo-bench-'));
  const { base } = settings;
  const rows = twoDigits.dataset(SEED, { train: PROBLEMS, benchmark: 1 }).train;
  const examples = take(
    base.steps * base.examplesPerStep,
    twoDigits.pretraining({ seed: SEED, curriculum: 12_000 }),
  );
  const texts = [
    ...rows.flatMap(({ prompt, experts }) => [prompt, ...experts]),
    ...examples.map(({ completion }) => completion),
  ];
  const tokenizer = loadTokenizer(characterTokenizer(texts));
  const vocab_size = Math.ceil(tokenizer.vocabSize / 16) * 16;

  const device = await openDevice();
  const decoder = Decoder.random(device, { ...settings.model, vocab_size }, SEED);
  const policy = new LocalPolicy(decoder, tokenizer);
  const schedule = { peak: base.learningRate, warmup: base.warmup, floor: 0, decay: 'cosine' } as const;
  const update = { beta1: 0.9, beta2: 0.98, weightDecay: 0.01, clipNorm: 1 };
  for await (const { step, metrics } of pretrain({ policy, examples, ...base, schedule, update })) {
    if (step % 100 === 0)
      progress(`a base to start from: step ${step} of ${base.steps}, loss ${metrics.loss!.toFixed(2)}`);
  }
  await policy.save(folder);
  await device.close();

  const material: MaterialSettings = {
    ...settings,
    model: { ...settings.model, vocab_size },
    plan: authorsCode,
    eos: tokenizer.eos,
    tokens: Array.from({ length: tokenizer.vocabSize }, (_, id) =>
      tokenizer.decode(Int32Array.of(id), { skipSpecial: true }),
    ),
    breakTokens: [...tokenizer.tokensContaining('\n')],
  };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(material));
  const problems = rows.map(
    ({ prompt, answer, experts }): TokenProblem => ({
      prompt: [...withStart(tokenizer, prompt)],
      gold: answer,
      experts: experts.map(expert => [...tokenizer.encode(expert), tokenizer.eos]),
    }),
  );
  await writeFile(join(folder, 'problems.json'), JSON.stringify(problems));
  await writeFile(
    join(folder, 'rows.json'),
    JSON.stringify(
      rows.map(
        ({ id, prompt, answer, experts }): Problem => ({ id, prompt, gold: answer, experts, meta: {} }),
      ),
    ),
  );
  return folder;
}

/** Reads what `writeMaterial` wrote, as our side needs it. */
export async function readMaterial(
  folder: string,
): Promise<{ settings: MaterialSettings; problems: Problem[] }> {
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));
  return { settings: await read('settings.json'), problems: await read('rows.json') };
}

const withStart = (tokenizer: Tokenizer, prompt: string): number[] => [
  ...(tokenizer.bos === null ? [] : [tokenizer.bos]),
  ...tokenizer.encode(prompt),
];

const take = <Item>(count: number, items: Iterable<Item>): Item[] => {
  const taken: Item[] = [];
  for (const item of items) if (taken.push(item) === count) break;
  return taken;
};
