// Follows a log that is appended to. A resumed run cuts its logs back to a checkpoint and writes on from there: then all is
// read again.

import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

export interface LineReader {
  /** A whole line, its newline not included; `position` is its byte in the file. */
  line(bytes: Buffer, from: number, to: number, position: number): void;
  /** The file is not the one that was read: forget its lines. */
  reset(): void;
}

export interface Tail {
  /** Reads what is new. Calls one after the other, never two at once. */
  refresh(): Promise<void>;
}

const CHUNK = 1 << 22;
const MARK = 64;
const newline = 0x0a;

/** @param open the file, or undefined while there is none */
export function tail(open: () => Promise<FileHandle | undefined>, reader: LineReader): Tail {
  /** Where the first line begins that was not read yet. */
  let position = 0;
  /** The bytes before it: other ones there mean another file. */
  let mark: Buffer = Buffer.alloc(0);
  let chunk = Buffer.alloc(0);
  let reading: Promise<void> = Promise.resolve();

  const fill = async (file: FileHandle, from: number, length: number): Promise<Buffer> => {
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(chunk, filled, length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return chunk.subarray(0, filled);
  };

  const isAnother = async (file: FileHandle, size: number): Promise<boolean> => {
    if (size < position) return true;
    const before = Buffer.alloc(mark.length);
    await file.read(before, 0, mark.length, position - mark.length);
    return !before.equals(mark);
  };

  const read = async (file: FileHandle): Promise<void> => {
    const { size } = await file.stat();
    if (await isAnother(file, size)) {
      position = 0;
      mark = Buffer.alloc(0);
      reader.reset();
    }
    while (position < size) {
      const length = Math.min(size - position, Math.max(CHUNK, chunk.length));
      if (chunk.length < length) chunk = Buffer.alloc(length);
      const bytes = await fill(file, position, length);
      const end = bytes.lastIndexOf(newline);
      if (end < 0) {
        if (bytes.length < length || position + length >= size) break;
        chunk = Buffer.alloc(2 * chunk.length);
        continue;
      }
      for (let from = 0; from <= end; ) {
        const to = bytes.indexOf(newline, from);
        if (to > from) reader.line(bytes, from, to, position + from);
        from = to + 1;
      }
      mark = Buffer.from(bytes.subarray(Math.max(0, end + 1 - MARK), end + 1));
      position += end + 1;
      await setImmediate();
    }
    // a chunk is kept no longer than it takes
    chunk = Buffer.alloc(0);
  };

  const once = async (): Promise<void> => {
    const file = await open();
    if (!file) return;
    try {
      await read(file);
    } finally {
      await file.close();
    }
  };

  return {
    refresh() {
      reading = reading.catch(() => {}).then(once);
      return reading;
    },
  };
}
