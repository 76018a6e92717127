// `trapo start`: a run of a config, in a new folder.

import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { defaultRecipe, loadConfig, type Overrides } from '../config/load.ts';
import { writeWhole } from '../run/files.ts';
import { makeRunFolder } from '../run/folder.ts';
import { isBegun } from '../run/record.ts';
import { runAll, type Surroundings, shownFrom } from '../run/runAll.ts';

export interface StartOptions extends Overrides {
  readonly config?: string;
  readonly out?: string;
}

/** Runs a config; returns the run's folder. Throws Interrupted once what was under way is saved. */
export async function start(options: StartOptions, surroundings: Surroundings): Promise<string> {
  const { cwd, screen } = surroundings;
  const file = options.config ? resolve(cwd, options.config) : defaultRecipe;
  const config = await loadConfig(file, options);
  const folder = await makeRunFolder(config, cwd, options.out);
  screen.say(`${config.name}, seed ${config.seed} -> ${shownFrom(cwd, folder)}`);
  await writeWhole(join(folder, 'config.yaml'), stringify(config));
  await runAll(config, folder, surroundings).catch(async error => {
    // a run that can't begin leaves no folder, so that the same command works once it is mended
    if (!isBegun(folder)) await rm(folder, { recursive: true });
    throw error;
  });
  return folder;
}
