// A run from its config, in its folder: a base model, then each method from the same weights, measured alike. What the
// folder shows to be done already is not done again, so a run that was killed goes on with this, too.

import { join, relative } from 'node:path';
import type { Config } from '../config/config.ts';
import { methodsOf } from '../config/derived.ts';
import type { Screen } from '../progress/progress.ts';
import { plainTable, tableOf } from '../report/table.ts';
import { writeReport } from '../report/writeReport.ts';
import { doneBefore, evaluateAll } from './evaluateAll.ts';
import { writeJson } from './files.ts';
import { prepare } from './prepare.ts';
import { pretrainBase } from './pretrainBase.ts';
import { writeRecord } from './record.ts';
import { type Row, resultsOf } from './results.ts';
import { Interrupted, type Stage } from './stage.ts';
import { secondsOf } from './stepLog.ts';
import { trainMethod } from './trainMethod.ts';

export interface Surroundings {
  /** Where the user is: relative paths are relative to it. */
  readonly cwd: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** Shows the run in this folder to people while it trains; gives what ends that. */
  readonly show?: (folder: string) => Promise<() => Promise<void>>;
}

/** Runs what is not done yet. Throws Interrupted once what was under way is saved. */
export async function runAll(config: Config, folder: string, surroundings: Surroundings): Promise<void> {
  const hide = await surroundings.show?.(folder);
  try {
    await runStages(config, folder, surroundings);
  } finally {
    await hide?.();
  }
}

async function runStages(
  config: Config,
  folder: string,
  { cwd, screen, signal }: Surroundings,
): Promise<void> {
  // 1. rows, device, model
  const { record, close, ...prepared } = await prepare(config, folder, screen);
  const stage: Stage = { ...prepared, signal };
  const { policy } = stage;
  const seconds: Record<string, number> = {};
  const rows: Row[] = [];
  try {
    // 2. the base: every method begins with exactly these weights
    if (!('path' in config.model)) seconds.base = await pretrainBase(stage);
    rows.push((await doneBefore(stage, 'base')) ?? (await evaluateAll(stage, 'base')));
    const base = await policy.decoder.weights();

    // 3. each method, from the base
    for (const name of methodsOf(config)) {
      const done = await doneBefore(stage, name);
      if (done) {
        rows.push(done);
        seconds[name] = await secondsOf(join(folder, name));
        continue;
      }
      if (signal.aborted) throw new Interrupted(`before ${name}`, folder);
      policy.decoder.load(base);
      seconds[name] = await trainMethod(stage, name);
      rows.push(await evaluateAll(stage, name));
    }
  } finally {
    await close();
  }

  // 4. results and report
  const results = resultsOf(config, rows);
  await writeJson(join(folder, 'results.json'), results);
  await writeRecord(folder, { ...record, seconds });
  await writeReport(folder);
  await writeRecord(folder, { ...record, seconds, finished: new Date().toISOString() });
  screen.result(`\n${plainTable(tableOf(results, seconds))}\n`);
  screen.result(`run:    ${shownFrom(cwd, folder)}\nreport: ${join(shownFrom(cwd, folder), 'report.html')}`);
}

/** A path as a user in `cwd` would write it. */
export const shownFrom = (cwd: string, folder: string): string => {
  const path = relative(cwd, folder);
  return path.startsWith('..') ? folder : path || '.';
};
