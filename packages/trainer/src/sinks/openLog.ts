import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file to append to, opened at the first write; its folder is made. Writes are done when they return. */
export interface Log {
  append(data: string | Uint8Array): void;
  close(): void;
}

/** @throws where the file can't be written, with its path and the cure */
export function openLog(file: string): Log {
  let handle: number | undefined;
  const act = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      throw new Error(`can't write ${file}: ${(cause as Error).message}; ${cureOf(cause)}`, { cause });
    }
  };
  return {
    append: data =>
      act(() => {
        if (handle === undefined) {
          mkdirSync(dirname(file), { recursive: true });
          handle = openSync(file, 'a');
        }
        appendFileSync(handle, data);
      }),
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

function cureOf(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'free some space, and resume';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'give a folder that you may write to';
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return 'a file stands where a folder is needed: give another path';
  return 'give a path that can be written';
}
