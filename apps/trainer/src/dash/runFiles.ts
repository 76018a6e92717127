// Reading files of a run's folder, and no others.

import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** What stages are called: never `..`, never a path. */
const stageName = /^[A-Za-z0-9_][\w.-]*$/;

/**
 * Opens a file of a folder for reading; undefined when there is none. A path that a symbolic link leads elsewhere, a
 * folder, a device or a pipe is as good as none.
 * @param root the folder, as `realpath` gives it
 */
export async function openInside(root: string, ...names: readonly string[]): Promise<FileHandle | undefined> {
  const path = join(root, ...names);
  try {
    if ((await realpath(path)) !== path) return undefined;
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes((error as NodeJS.ErrnoException).code!))
      return undefined;
    throw error;
  }
}

/** A small file's text; undefined when there is none. */
export async function readInside(root: string, ...names: readonly string[]): Promise<string | undefined> {
  const file = await openInside(root, ...names);
  try {
    return await file?.readFile('utf8');
  } finally {
    await file?.close();
  }
}

/** Size and time of change of a file; undefined when there is none. */
export async function statInside(
  root: string,
  ...names: readonly string[]
): Promise<{ readonly size: number; readonly changed: number } | undefined> {
  const file = await openInside(root, ...names);
  try {
    if (!file) return undefined;
    const { size, mtimeMs } = await file.stat();
    return { size, changed: mtimeMs };
  } finally {
    await file?.close();
  }
}

/** Folders in a run's folder that may be stages. */
export async function stageFolders(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  return entries.filter(entry => entry.isDirectory() && stageName.test(entry.name)).map(({ name }) => name);
}
