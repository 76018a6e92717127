// An open safetensors file: its tensors are known, their numbers are streamed in pieces of bounded size.

import { type FileHandle, open } from 'node:fs/promises';
import { decode } from './dtypes.ts';
import { SafetensorsError } from './error.ts';
import { type Entry, PREFIX, parseHeader } from './header.ts';

/** Most bytes read at once; whole numbers of every type. */
const PIECE = 2 ** 22;

export interface SafetensorsReader {
  readonly path: string;
  /** In the order of their bytes. */
  readonly tensors: ReadonlyMap<string, Entry>;
  /** A tensor's numbers, widened to float32, piece by piece; a piece is good until the next one is asked for. */
  pieces(name: string): AsyncGenerator<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens a file and reads its header. Nothing larger than the file is ever allocated.
 * @throws SafetensorsError when the header is not valid, or says something else than the file's size
 */
export async function openSafetensors(path: string): Promise<SafetensorsReader> {
  const file = await open(path, 'r');
  const fail = (what: string): never => {
    throw new SafetensorsError(`${path}: ${what}`);
  };
  try {
    const { size } = await file.stat();
    const read = async (bytes: number, position: number, what: string) => {
      if (position + bytes > size) fail(`${what} ends at byte ${position + bytes}, the file at ${size}`);
      return (await fill(file, new Uint8Array(bytes), position)) ?? fail(`${what} ends early`);
    };
    const prefix = await read(PREFIX, 0, 'the header length');
    const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
    const tensors = parseHeader(await read(length, PREFIX, 'the header'), fail);
    const start = PREFIX + length;
    let [end, largest] = [start, 0];
    for (const [name, { bytes }] of tensors) {
      end += bytes;
      largest = Math.max(largest, bytes);
      if (end > size) fail(`tensor ${name} ends at byte ${end}, the file at ${size}`);
    }
    if (end !== size) fail(`the last tensor ends at byte ${end}, the file at ${size}`);

    // lent to one stream of pieces after another, so that many tensors leave no garbage
    const buffers: Uint8Array<ArrayBuffer>[] = [];
    async function* pieces(name: string): AsyncGenerator<Float32Array> {
      const entry = tensors.get(name);
      if (!entry) return fail(`there is no tensor ${name}`);
      const { offset, bytes, dtype } = entry;
      const buffer = buffers.pop() ?? new Uint8Array(Math.min(PIECE, largest));
      for (let done = 0; done < bytes; done += buffer.length) {
        const piece = buffer.subarray(0, Math.min(buffer.length, bytes - done));
        if (!(await fill(file, piece, start + offset + done))) fail(`tensor ${name} ends early`);
        yield decode(dtype, piece);
      }
      buffers.push(buffer);
    }
    return { path, tensors, pieces, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Fills the buffer from a place in the file; undefined when the file ends before. */
async function fill(
  file: FileHandle,
  buffer: Uint8Array<ArrayBuffer>,
  position: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  let done = 0;
  while (done < buffer.length) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return buffer;
}
