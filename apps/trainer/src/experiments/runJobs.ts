// Runs jobs one after another. What is finished is not run again, so a table that was stopped goes on.

import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { silent } from '../progress/silent.ts';
import { readJson, writeWhole } from '../run/files.ts';
import { isFinished } from '../run/record.ts';
import type { Results } from '../run/results.ts';
import { runAll, type Surroundings } from '../run/runAll.ts';
import { Interrupted } from '../run/stage.ts';
import type { Job } from './jobs.ts';

/** Runs what is left of `jobs`; shows how far all is, in trainings. Throws Interrupted once what was under way is saved. */
export async function runJobs(
  label: string,
  jobs: readonly Job[],
  surroundings: Surroundings,
): Promise<void> {
  const { screen, signal } = surroundings;
  const left: Job[] = [];
  for (const job of jobs) if (!(await isDone(job))) left.push(job);
  const trainings = (list: readonly Job[]) => list.reduce((sum, job) => sum + job.trainings, 0);
  const [all, before] = [trainings(jobs), trainings(jobs) - trainings(left)];
  if (left.length === 0) return;
  const progress = screen.progress(label, all, before);
  let done = before;
  try {
    for (const job of left) {
      if (signal.aborted) throw new Interrupted(`before ${job.folder}`, job.folder);
      await mkdir(join(job.folder, 'data'), { recursive: true });
      await writeWhole(join(job.folder, 'config.yaml'), stringify(job.config));
      await runAll(job.config, job.folder, { ...surroundings, screen: silent });
      done += job.trainings;
      progress.update(done, job.folder);
    }
  } finally {
    progress.stop();
  }
}

/**
 * Whether a job's run is finished.
 * @throws Error where the folder holds a run of another config: its results would be taken for this one's
 */
async function isDone({ folder, config }: Job): Promise<boolean> {
  const file = join(folder, 'config.yaml');
  if (existsSync(file) && (await readFile(file, 'utf8')) !== stringify(config)) {
    throw new Error(
      `${folder} holds a run of another config, from before something was changed: remove it, or give another --out`,
    );
  }
  return isFinished(folder);
}

/** What a finished job came to. */
export const resultsIn = (folder: string): Promise<Results> =>
  readJson<Results>(join(folder, 'results.json'));
