// `trapo resume`: goes on with a run that was stopped, by Ctrl-C or by anything else, to the same bytes.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { isFinished } from '../run/record.ts';
import { runAll, type Surroundings, shownFrom } from '../run/runAll.ts';

export interface ResumeOptions {
  /** CPU threads; results don't depend on them. */
  readonly threads?: number;
}

/** Finishes the run in `run`. Throws Error when there is no run, or nothing left to do. */
export async function resume(
  run: string,
  options: ResumeOptions,
  surroundings: Surroundings,
): Promise<string> {
  const { cwd, screen } = surroundings;
  const folder = resolve(cwd, run);
  const file = join(folder, 'config.yaml');
  if (!existsSync(file)) {
    throw new Error(
      `${folder} is no run: it has no config.yaml; give the folder that start named, for example runs/two-digits-seed1-20260131-235959`,
    );
  }
  if (await isFinished(folder)) {
    throw new Error(
      `the run ${folder} is finished: see its report.html; \`start --config ${file}\` repeats it`,
    );
  }
  const config = await loadConfig(file, options);
  screen.say(`${config.name}, seed ${config.seed}: going on in ${shownFrom(cwd, folder)}`);
  await runAll(config, folder, surroundings);
  return folder;
}
