// Checkpoints of a run: each a folder `step-<n>`, whole under its name or not there at all.
//
// A checkpoint is written under another name, flushed to the disk, and renamed; only then are older ones pruned. So
// whenever a process is killed, the newest `step-<n>` is whole, and what has another name is thrown away.

import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** One checkpoint. */
export interface Checkpoint {
  /** Steps done when it was written. */
  readonly step: number;
  readonly folder: string;
}

/** Saving failed; what was saved before is whole. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

const PART = '.part';

/** The newest whole checkpoint in `folder`; none when there is no such folder, or nothing in it. */
export async function latestCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  return (await checkpointsIn(folder)).at(-1);
}

/**
 * Writes the checkpoint of `step` and prunes older ones.
 * @param write puts its files into a folder; each is flushed here
 * @param keep how many of the newest to keep, at least 1
 * @throws CheckpointError when it can't be written, a full disk for example; older checkpoints are as they were
 */
export async function saveCheckpoint(
  folder: string,
  step: number,
  write: (folder: string) => Promise<void>,
  keep = 1,
): Promise<Checkpoint> {
  const checkpoint = { step, folder: join(folder, `step-${step}`) };
  await replaceFolder(checkpoint.folder, write).catch(async cause => {
    const before = await latestCheckpoint(folder);
    const rest = before ? `the checkpoint of step ${before.step} is whole` : 'there is no earlier checkpoint';
    throw new CheckpointError(`step ${step} was not saved: ${(cause as Error).message}; ${rest}`, { cause });
  });
  for (const { folder: old } of (await checkpointsIn(folder)).slice(0, -keep)) {
    await rm(old, { recursive: true });
  }
  return checkpoint;
}

/**
 * Writes a folder so that its name never stands for half of it: killed at any instant, there is the old folder, the new
 * one, or (for the moment between two renames) none, never a mixture.
 */
export async function replaceFolder(folder: string, write: (folder: string) => Promise<void>): Promise<void> {
  const part = `${folder}${PART}`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  try {
    await write(part);
    for (const name of await readdir(part)) await flush(join(part, name));
    await flush(part);
  } catch (cause) {
    await rm(part, { recursive: true, force: true }); // it may be what fills the disk
    throw cause;
  }
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
  await flush(dirname(folder));
}

/** In order of their steps. */
async function checkpointsIn(folder: string): Promise<Checkpoint[]> {
  const names = await readdir(folder).catch(error => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .map(name => ({ step: Number(/^step-(\d+)$/.exec(basename(name))?.[1] ?? Number.NaN), name }))
    .filter(({ step }) => !Number.isNaN(step))
    .sort((a, b) => a.step - b.step)
    .map(({ step, name }) => ({ step, folder: join(folder, name) }));
}

/** Has the disk hold a file, or the names in a folder, before going on. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Windows flushes no folders
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  } finally {
    await handle.close();
  }
}
