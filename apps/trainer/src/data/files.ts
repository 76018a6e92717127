// Where a run's rows are: files of the user, or written by the task.

import { join } from 'node:path';
import { twoDigits } from '@trapo/tasks';
import { writeJsonl } from '@trapo/trainer';
import type { Config, DataConfig, TaskConfig } from '../config/config.ts';

/** The run's JSONL files; those of a task are written to `folder` first. */
export async function dataFiles(config: Config, folder: string): Promise<DataConfig> {
  return config.data ?? writeTask(config.task!, config, folder);
}

/** Writes the rows of two-digits: what pretraining reads in all its steps (none where it isn't run), problems, benchmarks. */
async function writeTask(
  { train, benchmark, curriculum }: TaskConfig,
  config: Config,
  folder: string,
): Promise<DataConfig> {
  const { seed, model, pretrain } = config;
  const data = twoDigits.dataset(seed, { train, benchmark });
  const file = (name: string) => join(folder, `${name}.jsonl`);
  await writeJsonl(file('train'), data.train);
  for (const [name, rows] of Object.entries(data.benchmarks)) await writeJsonl(file(name), rows);
  const examples = 'path' in model ? 0 : pretrain.steps * pretrain.examplesPerStep;
  if (examples > 0) {
    await writeJsonl(file('pretrain'), take(examples, twoDigits.pretraining({ seed, curriculum })));
  }
  return {
    ...(examples > 0 && { pretrain: file('pretrain') }),
    train: file('train'),
    benchmarks: Object.fromEntries(Object.keys(data.benchmarks).map(name => [name, file(name)])),
  };
}

function* take<Item>(count: number, items: Iterable<Item>): Generator<Item, void> {
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
}
