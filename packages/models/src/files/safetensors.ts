// The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes.
// https://huggingface.co/docs/safetensors (format section)

import { open, rename } from 'node:fs/promises';

/** A tensor of a file: float32 numbers and their shape. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** A file that is not what it should be; the message names file, tensor, expected and found. */
export class SafetensorsError extends Error {
  override readonly name: string = 'SafetensorsError';
}

const PREFIX = 8;

/** Writes F32 tensors, first to a temporary name, so that a file under the final name is always whole. */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = offset + data.byteLength;
    entries[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(entries);
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(PREFIX);
  length.writeBigUInt64LE(BigInt(header.length));
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w');
  try {
    await file.write(length);
    await file.write(header);
    for (const { data } of tensors.values())
      await file.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/**
 * Reads all tensors of a file.
 * @throws SafetensorsError when the file is truncated, its header is not valid, or a tensor is not F32 of its stated size
 */
export async function readSafetensors(path: string): Promise<Map<string, StoredTensor>> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const fail = (what: string): never => {
      throw new SafetensorsError(`${path}: ${what}`);
    };
    const read = async (position: number, bytes: number, what: string): Promise<Uint8Array> => {
      if (position + bytes > size) fail(`${what} ends at byte ${position + bytes}, the file at ${size}`);
      const buffer = new Uint8Array(bytes);
      let done = 0;
      while (done < bytes) {
        const { bytesRead } = await file.read(buffer, done, bytes - done, position + done);
        if (bytesRead === 0) fail(`${what} ends early`);
        done += bytesRead;
      }
      return buffer;
    };
    const prefix = await read(0, PREFIX, 'the header length');
    const headerLength = Number(new DataView(prefix.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(await read(PREFIX, headerLength, 'the header'));
    let entries: Record<string, Entry>;
    try {
      entries = JSON.parse(header);
    } catch {
      return fail('the header is not JSON');
    }
    const tensors = new Map<string, StoredTensor>();
    for (const [name, { dtype, shape, data_offsets }] of Object.entries(entries)) {
      if (name === '__metadata__') continue;
      if (dtype !== 'F32') fail(`tensor ${name}: expected dtype F32, found ${dtype}`);
      const bytes = 4 * shape.reduce((product, axis) => product * axis, 1);
      const [from, to] = data_offsets;
      if (to - from !== bytes)
        fail(`tensor ${name} of shape [${shape.join(', ')}]: expected ${bytes} bytes, found ${to - from}`);
      const data = await read(PREFIX + headerLength + from, bytes, `tensor ${name}`);
      tensors.set(name, { shape, data: new Float32Array(data.buffer) });
    }
    return tensors;
  } finally {
    await file.close();
  }
}
