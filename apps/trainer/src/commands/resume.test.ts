// Runs that are killed, in a process of their own, and go on: what they leave is what a run never interrupted leaves.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sha256 } from '../run/files.ts';
import { isFinished } from '../run/record.ts';
import { tinyTask, type Workplace, workplace } from '../testing/workplace.ts';

const main = resolve(import.meta.dirname, '../main.ts');
const killer = resolve(import.meta.dirname, '../testing/killAtWrite.ts');
const longer = tinyTask.replace('steps: 4', 'steps: 10').replace('steps: 3', 'steps: 8');
const config = `${longer}checkpoints: {every: 1, keep: 1}\nrollouts: {every: 1, prompts: 2}\nmethods: {sft-then-rl: {}, trapo: {}}\n`;

let place: Workplace;
let whole: Map<string, string>;
beforeAll(async () => {
  place = await workplace({ 'tiny.yaml': config });
  whole = await filesOf(await place.start({ config: 'tiny.yaml', out: 'whole' }));
});

/** Files that two runs of one seed share, and their hashes. Times differ, and so does what is made from them. */
async function filesOf(run: string): Promise<Map<string, string>> {
  const files = (await readdir(run, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter(file => !/timings\.jsonl$|run\.json$|report\.(html|md)$/.test(file))
    .sort();
  const contents = files.map(async file => [relative(run, file), await sha256(file)] as const);
  return new Map(await Promise.all(contents));
}

/** `trapo` in a process of its own. */
function trapo(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const options = ['--conditions=@trapo/source', ...(env.KILL_AT_WRITE ? ['--import', killer] : []), main];
  return spawn(process.execPath, [...options, ...args, '--threads', '1', '--no-dash'], {
    cwd: place.cwd,
    env: { ...process.env, INIT_CWD: place.cwd, ...env },
    stdio: 'ignore',
  });
}

/** Runs until it ends by itself; true when it was killed. */
async function killed(child: ChildProcess): Promise<boolean> {
  const [code, signal] = await once(child, 'exit');
  expect(signal ?? code).toBeOneOf(['SIGKILL', 0]);
  return signal === 'SIGKILL';
}

/** Goes on with a run, or begins it when it was killed before it had its config. */
async function onward(run: string): Promise<readonly string[]> {
  const folder = join(place.cwd, run);
  if (existsSync(join(folder, 'config.yaml'))) return ['resume', run];
  await rm(folder, { recursive: true, force: true });
  return ['start', '--config', 'tiny.yaml', '--out', run];
}
const finished = (run: string) => isFinished(join(place.cwd, run));

test('killed before write after write, it leaves the same bytes', { timeout: 180_000 }, async () => {
  // each process is killed before its n-th operation on a file, n growing, so that kills fall before, within and behind
  // the writing of configs, checkpoints, logs and results
  let kills = 0;
  for (let write = 3; !(await finished('writes')); write += 7) {
    if (await killed(trapo(await onward('writes'), { KILL_AT_WRITE: String(write) }))) kills++;
  }
  expect(kills).toBeGreaterThanOrEqual(8);
  expect(await filesOf(join(place.cwd, 'writes'))).toEqual(whole);
});

test('killed at 20 random instants, it leaves the same bytes', { timeout: 180_000 }, async () => {
  const begin = performance.now();
  await killed(trapo(await onward('unkilled')));
  const duration = performance.now() - begin;
  expect(await filesOf(join(place.cwd, 'unkilled'))).toEqual(whole);

  const instants: number[] = [];
  for (let run = 0; instants.length < 20; run++) {
    const name = `random-${run}`;
    while (!(await finished(name))) {
      const child = trapo(await onward(name));
      const instant = Math.random() * duration;
      const timer = setTimeout(() => child.kill('SIGKILL'), instant);
      if (await killed(child)) instants.push(Math.round(instant));
      clearTimeout(timer);
    }
    expect(await filesOf(join(place.cwd, name)), `killed after ${instants.join(', ')} ms`).toEqual(whole);
  }
});

test('Ctrl-C, then resume, leaves the same bytes', async () => {
  await expect(place.start({ config: 'tiny.yaml', out: 'stopped' }, AbortSignal.abort())).rejects.toThrow(
    'go on with: trapo resume',
  );
  await place.resume('stopped');
  expect(await filesOf(join(place.cwd, 'stopped'))).toEqual(whole);
  expect(JSON.parse(await readFile(join(place.cwd, 'stopped/run.json'), 'utf8')).resumed).toHaveLength(1);
});

test('what cannot be resumed is refused with the reason', async () => {
  await expect(place.resume('nowhere')).rejects.toThrow(/nowhere is no run: it has no config.yaml/);
  await expect(place.resume('whole')).rejects.toThrow(/is finished: see its report.html/);

  const rows = { 'train.jsonl': '{"prompt":"1=","answer":"1","experts":["[1]"]}\n' };
  const own = 'name: own\ndata: {train: train.jsonl, benchmarks: {dev: train.jsonl}, pretrain: pre.jsonl}\n';
  const { start, resume, cwd } = await workplace({
    ...rows,
    'pre.jsonl': '{"prompt":"1=","completion":"[1]"}\n',
    'own.yaml': tinyTask.replace(/^name:.*\ntask:.*\n/, own),
  });
  await expect(start({ config: 'own.yaml', out: 'run' }, AbortSignal.abort())).rejects.toThrow('resume');
  await appendFile(join(cwd, 'train.jsonl'), rows['train.jsonl'].replaceAll('1', '2'));
  await expect(resume('run')).rejects.toThrow(
    /train.jsonl has changed since the run began \(sha256 [0-9a-f]{64}, now/,
  );
});
