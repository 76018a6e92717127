// The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes.
// https://huggingface.co/docs/safetensors (format section)

import { open, rename } from 'node:fs/promises';

/** A tensor of a file: float32 numbers and their shape. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A file that is not what it should be; the message names file, tensor, expected and found. */
export class SafetensorsError extends Error {
  override readonly name: string = 'SafetensorsError';
}

const PREFIX = 8;
const METADATA = '__metadata__';

/**
 * Writes F32 tensors, first to a temporary name, so that a file under the final name is always whole.
 * @throws SafetensorsError when a tensor's shape and numbers do not agree, or its name is the metadata's
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const entries: [string, unknown][] = [[METADATA, metadata]];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === METADATA || bytesOf(shape) !== data.byteLength) {
      throw new SafetensorsError(
        `${path}: tensor ${name} of shape [${shape.join(', ')}] with ${data.length} numbers cannot be written`,
      );
    }
    entries.push([name, { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const header = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ');
  text.copy(header);
  const length = Buffer.alloc(PREFIX);
  length.writeBigUInt64LE(BigInt(header.length));
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(length);
    await file.writeFile(header);
    for (const { data } of tensors.values())
      await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/**
 * Reads all tensors of a file, in the order of their bytes.
 * @throws SafetensorsError when the file is truncated, its header is not valid, or a tensor is not F32 of its stated size
 */
export async function readSafetensors(path: string): Promise<Map<string, StoredTensor>> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const fail: Fail = what => {
      throw new SafetensorsError(`${path}: ${what}`);
    };
    // nothing is allocated before it is known to be in the file
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
    const entries = parseHeader(await read(PREFIX, headerLength, 'the header'), fail);
    const tensors = new Map<string, StoredTensor>();
    let end = PREFIX + headerLength;
    for (const [name, { shape, bytes }] of entries) {
      const data = await read(end, bytes, `tensor ${name}`);
      tensors.set(name, { shape, data: new Float32Array(data.buffer) });
      end += bytes;
    }
    if (end !== size) fail(`the last tensor ends at byte ${end}, the file at ${size}`);
    return tensors;
  } finally {
    await file.close();
  }
}

type Fail = (what: string) => never;

interface Entry {
  readonly shape: readonly number[];
  readonly bytes: number;
}

/** The tensors of a header, which follow one another without gaps or overlaps, as the format demands. */
function parseHeader(header: Uint8Array, fail: Fail): [string, Entry][] {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch {
    return fail('the header is not JSON');
  }
  if (!isRecord(json)) return fail('the header is not a JSON object');
  const found = Object.entries(json).filter(([name]) => name !== METADATA);
  const entries = found.map(([name, entry]) => {
    const { dtype, shape, data_offsets } = isRecord(entry) ? entry : {};
    if (dtype !== 'F32') return fail(`tensor ${name}: expected dtype F32, found ${dtype}`);
    if (!areCounts(shape)) return fail(`tensor ${name}: expected a shape, found ${JSON.stringify(shape)}`);
    if (!areCounts(data_offsets) || data_offsets.length !== 2) {
      return fail(`tensor ${name}: expected two data_offsets, found ${JSON.stringify(data_offsets)}`);
    }
    const [from, to] = data_offsets as [number, number];
    const bytes = bytesOf(shape);
    if (to - from !== bytes) {
      return fail(
        `tensor ${name} of shape [${shape.join(', ')}]: expected ${bytes} bytes, found ${to - from}`,
      );
    }
    return { name, from, entry: { shape, bytes } };
  });
  let end = 0;
  // empty tensors lie where the next one begins
  entries.sort((a, b) => a.from - b.from || a.entry.bytes - b.entry.bytes);
  return entries.map(({ name, from, entry }) => {
    if (from !== end) fail(`tensor ${name}: expected its data at offset ${end}, found ${from}`);
    end += entry.bytes;
    return [name, entry];
  });
}

function bytesOf(shape: readonly number[]): number {
  return 4 * shape.reduce((product, axis) => product * axis, 1);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(each => Number.isSafeInteger(each) && each >= 0);
}
