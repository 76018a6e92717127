// A run's folder: everything that a run leaves behind.
//
//   config.yaml   the resolved config: `--config` with it repeats the run
//   run.json      versions, device, seed, hashes of the data, seconds
//   data/         rows the task wrote
//   base/, <method>/   metrics.jsonl timings.jsonl rollouts.jsonl responses.jsonl result.json checkpoint/
//                      and while it is trained, checkpoints/step-<n>/; tensorboard/ where the config says so
//   results.json  report.html report.md *.svg

import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Makes the folder: `out`, or one under `runs` named for config, seed and time. Throws when it has files already. */
export async function makeRunFolder(
  { name, seed }: { readonly name: string; readonly seed: number },
  cwd: string,
  out?: string,
): Promise<string> {
  const folder = resolve(cwd, out ?? join('runs', `${name}-seed${seed}-${timestamp(new Date())}`));
  await mkdir(folder, { recursive: true }).catch(cause => {
    throw new Error(
      `can't make the run folder ${folder}: ${cause.message}; give --out a folder that is new or empty, where you may write`,
      { cause },
    );
  });
  if ((await readdir(folder)).length > 0) {
    throw new Error(`the run folder ${folder} has files already; give --out a folder that is new or empty`);
  }
  await mkdir(join(folder, 'data'));
  return folder;
}

/** Local time without characters that file systems refuse: 20260131-235959. */
function timestamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('');
  return `${date}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('')}`;
}
