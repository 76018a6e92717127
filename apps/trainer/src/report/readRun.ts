// A finished run, read back from its folder.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../run/record.ts';
import type { Results } from '../run/results.ts';

export type Metrics = Readonly<Record<string, number>>;

export interface Run {
  readonly results: Results;
  readonly record: RunRecord;
  readonly config: string;
  /** Steps of each stage, in the order of the results. */
  readonly metrics: ReadonlyMap<string, readonly Metrics[]>;
}

/** @throws Error when the folder holds no finished run */
export async function readRun(folder: string): Promise<Run> {
  if (!existsSync(join(folder, 'results.json'))) {
    throw new Error(`${folder} is no finished run: it has no results.json; give the folder that start named`);
  }
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const results = JSON.parse(await text('results.json')) as Results;
  const metrics = new Map<string, Metrics[]>();
  for (const { name } of results.rows) {
    const file = join(name, 'metrics.jsonl');
    // a base that was loaded has no steps
    if (!existsSync(join(folder, file))) continue;
    const lines = (await text(file)).split('\n').filter(line => line !== '');
    metrics.set(
      name,
      lines.map(line => JSON.parse(line) as Metrics),
    );
  }
  const record = JSON.parse(await text('run.json')) as RunRecord;
  return { results, record, config: await text('config.yaml'), metrics };
}
