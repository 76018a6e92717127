// From answers to files: a config and its rows.

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { twoDigits } from '@trapo/tasks';
import { type Problem, writeJsonl } from '@trapo/trainer';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type InitAnswers, runLengths } from './answers.ts';

/** A training problem as a row. */
type Row = Pick<Problem, 'prompt' | 'experts'> & { readonly answer: string };

interface Rows {
  /** Paths that go into the config. */
  readonly paths: { readonly train: string; readonly dev: string; readonly pretrain?: string };
  readonly train: readonly Row[];
}

const CONFIG = 'trapo.yaml';
/** One problem of this many is held out. */
const HELD_OUT = 5;

/**
 * Writes `trapo.yaml` and the rows it names; gives the config's path.
 * @throws Error when the folder has files already, or the user's rows can't be read
 */
export async function writeConfig(cwd: string, answers: InitAnswers): Promise<string> {
  const folder = resolve(cwd, answers.folder);
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new Error(
      `${folder} has files already; give a folder that is new or empty, for example: trapo init mine`,
    );
  }
  const rows = answers.data.kind === 'sample' ? sampleRows(folder) : await ownRows(cwd, folder, answers);
  const { paths, train } = await rows;
  const { pretrain, steps } = runLengths[answers.length];
  const fresh = answers.base.kind !== 'model';
  const config = {
    name: basename(folder).replace(/[^\w.-]/g, '-'),
    seed: 1,
    data: {
      ...(paths.pretrain && { pretrain: paths.pretrain }),
      train: paths.train,
      benchmarks: { dev: paths.dev },
    },
    verifier:
      answers.data.kind === 'sample'
        ? { name: 'boxedExact', options: { open: '[', close: ']', atEnd: true } }
        : { name: answers.verifier },
    ...(answers.base.kind === 'model' && {
      model: { path: relative(folder, resolve(cwd, answers.base.path)) },
      training: { steps },
    }),
    ...(fresh && sizesFor(train, pretrain, steps)),
    methods: Object.fromEntries(answers.methods.map(name => [name, {}])),
  };
  const file = join(folder, CONFIG);
  await writeFile(
    file,
    `# A run of trapo: \`trapo start --config ${CONFIG}\`. Paths are relative to this file. Keys that are not here are those of the\n` +
      `# recipe two-digits, which explains every one of them.\n\n${stringify(config)}`,
  );
  return file;
}

/** Sizes that the rows fit: the tokenizer is of single characters. */
function sizesFor(train: readonly Row[], pretrain: number, steps: number): object {
  const longest = (texts: readonly string[]) => Math.max(1, ...texts.map(text => [...text].length));
  const response = Math.ceil(1.25 * longest(train.flatMap(({ experts }) => experts))) + 2;
  const prompt = longest(
    train.map(({ prompt }) => (typeof prompt === 'string' ? prompt : JSON.stringify(prompt))),
  );
  return {
    model: { max_position_embeddings: 16 * Math.ceil((prompt + response + 2) / 16) },
    pretrain: { steps: pretrain, examplesPerStep: 64 },
    training: { steps, rowsPerStep: 64, responseLength: response, lossLength: response },
  };
}

function* take<Item>(count: number, items: Iterable<Item>): Generator<Item, void> {
  for (const item of items) {
    if (count-- === 0) return;
    yield item;
  }
}

/** Rows of two-digits, as files that a user replaces by others of the same form. */
async function sampleRows(folder: string): Promise<Rows> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const { train, benchmarks } = twoDigits.dataset(1, { train: 200, benchmark: 20 });
  await writeJsonl(join(data, 'train.jsonl'), train);
  await writeJsonl(join(data, 'dev.jsonl'), [...benchmarks.L1, ...benchmarks.L2]);
  const examples = twoDigits.pretraining({ seed: 1, curriculum: 6000 });
  await writeJsonl(join(data, 'pretrain.jsonl'), take(12_000, examples));
  return {
    paths: { train: 'data/train.jsonl', dev: 'data/dev.jsonl', pretrain: 'data/pretrain.jsonl' },
    train,
  };
}

const ownRow = z.looseObject({
  prompt: z.string(),
  answer: z.string(),
  experts: z.array(z.string()).default([]),
});

/** The user's rows where they are; split and copied where some must be held out or pretrained on. */
async function ownRows(cwd: string, folder: string, { data, base }: InitAnswers): Promise<Rows> {
  if (data.kind !== 'own') throw new Error('only for data of the user');
  const file = resolve(cwd, data.train);
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new Error(`can't read ${file}: ${cause.message}`, { cause });
  });
  const rows = text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map((line, i) => rowOf(line, `${file}:${i + 1}`));
  await mkdir(join(folder, 'data'), { recursive: true });
  const from = (path: string) => relative(folder, resolve(cwd, path));

  let [train, dev, training] = [from(data.train), data.benchmark && from(data.benchmark), rows];
  if (!dev) {
    if (rows.length < HELD_OUT) {
      throw new Error(
        `${file} has ${rows.length} rows: with fewer than ${HELD_OUT} none can be held out; give a benchmark file`,
      );
    }
    [train, dev] = ['data/train.jsonl', 'data/dev.jsonl'];
    training = rows.filter((_, i) => (i + 1) % HELD_OUT !== 0);
    await writeJsonl(join(folder, train), training);
    await writeJsonl(
      join(folder, dev),
      rows.filter((_, i) => (i + 1) % HELD_OUT === 0),
    );
  }
  const pretrain =
    base.kind === 'pretrain' ? from(base.file) : base.kind === 'fresh' ? 'data/pretrain.jsonl' : undefined;
  if (base.kind === 'fresh') {
    const examples = training.flatMap(({ prompt, experts }) =>
      experts.map(completion => ({ prompt, completion })),
    );
    if (examples.length === 0) {
      throw new Error(
        `${file} has no "experts" to make a model from; add some, or begin with a model folder`,
      );
    }
    await writeJsonl(join(folder, 'data/pretrain.jsonl'), examples);
  }
  return { paths: { train, dev, ...(pretrain !== undefined && { pretrain }) }, train: training };
}

function rowOf(line: string, where: string): Row {
  const example = '{"prompt": "2+3=", "answer": "5", "experts": ["two and three\\n\\\\boxed{5}"]}';
  try {
    const row = ownRow.safeParse(JSON.parse(line));
    if (row.success) return row.data;
    const { path, message } = row.error.issues[0]!;
    throw new Error(`"${path.join('.')}": ${message}`);
  } catch (cause) {
    throw new Error(`${where}: ${(cause as Error).message}; a row is for example ${example}`, { cause });
  }
}
