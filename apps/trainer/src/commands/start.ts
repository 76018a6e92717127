// `trapo start`: a base model, then each method from the same weights, measured alike. Reads from top to bottom.

import { rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { stringify } from 'yaml';
import { methodsOf } from '../config/derived.ts';
import { defaultRecipe, loadConfig, type Overrides } from '../config/load.ts';
import type { Screen } from '../progress/progress.ts';
import { plainTable, tableOf } from '../report/table.ts';
import { writeReport } from '../report/writeReport.ts';
import { evaluateAll } from '../run/evaluateAll.ts';
import { writeJson } from '../run/files.ts';
import { makeRunFolder } from '../run/folder.ts';
import { prepare } from '../run/prepare.ts';
import { pretrainBase } from '../run/pretrainBase.ts';
import { writeRecord } from '../run/record.ts';
import { type Row, resultsOf } from '../run/results.ts';
import { Interrupted } from '../run/stage.ts';
import { trainMethod } from '../run/trainMethod.ts';

export interface StartOptions extends Overrides {
  readonly config?: string;
  readonly out?: string;
}

export interface Surroundings {
  /** Where the user is: relative paths are relative to it. */
  readonly cwd: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** Runs a config; returns the run's folder. Throws Interrupted once what was under way is saved. */
export async function start(options: StartOptions, { cwd, screen, signal }: Surroundings): Promise<string> {
  // 1. the config, and a folder for the run
  const file = options.config ? resolve(cwd, options.config) : defaultRecipe;
  const config = await loadConfig(file, options);
  const folder = await makeRunFolder(config, cwd, options.out);
  const shown = relative(cwd, folder).startsWith('..') ? folder : relative(cwd, folder);
  screen.say(`${config.name}, seed ${config.seed} -> ${shown}`);
  await writeFile(join(folder, 'config.yaml'), stringify(config));

  // 2. rows, device, model; a run that can't begin leaves no folder
  const { record, close, ...prepared } = await prepare(config, folder, screen).catch(async error => {
    await rm(folder, { recursive: true });
    throw error;
  });
  const stage = { ...prepared, signal };
  const { policy } = stage;
  const seconds: Record<string, number> = {};
  const rows: Row[] = [];
  try {
    // 3. the base: every method begins with exactly these weights
    if (!('path' in config.model)) seconds.base = await pretrainBase(stage);
    rows.push(await evaluateAll(stage, 'base'));
    const base = await policy.decoder.weights();

    // 4. each method, from the base
    for (const name of methodsOf(config)) {
      if (signal.aborted) throw new Interrupted(`before ${name}`, folder);
      policy.decoder.load(base);
      seconds[name] = await trainMethod(stage, name);
      rows.push(await evaluateAll(stage, name));
    }
  } finally {
    await close();
  }

  // 5. results and report
  const results = resultsOf(config, rows);
  await writeJson(join(folder, 'results.json'), results);
  await writeRecord(folder, { ...record, seconds });
  await writeReport(folder);
  screen.result(`\n${plainTable(tableOf(results, seconds))}\n`);
  screen.result(`run:    ${shown}\nreport: ${join(shown, 'report.html')}`);
  return folder;
}
