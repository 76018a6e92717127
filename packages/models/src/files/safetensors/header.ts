// The header of a safetensors file: names, types, shapes and places of its tensors, as JSON.
// https://huggingface.co/docs/safetensors (format section)

import { bytesPer, DTYPES, type FileDType } from './dtypes.ts';

/** Bytes of the header's length, before the header. */
export const PREFIX = 8;

const METADATA = '__metadata__';

/** What a tensor is, without its numbers. */
export interface TensorSpec {
  readonly dtype: FileDType;
  readonly shape: readonly number[];
}

/** A tensor's place: `offset` from the end of the header. */
export interface Entry extends TensorSpec {
  readonly offset: number;
  readonly bytes: number;
}

export type Fail = (what: string) => never;

/**
 * The tensors of a header, in the order of their bytes: without gaps or overlaps, as the format demands.
 * All that is wrong goes to `fail`, which throws.
 */
export function parseHeader(header: Uint8Array, fail: Fail): ReadonlyMap<string, Entry> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch {
    return fail('the header is not JSON');
  }
  if (!isRecord(json)) return fail('the header is not a JSON object');
  const found = Object.entries(json).filter(([name]) => name !== METADATA);
  const entries = found.map(([name, entry]) => ({ name, entry: parseEntry(name, entry, fail) }));
  // empty tensors lie where the next one begins
  entries.sort((a, b) => a.entry.offset - b.entry.offset || a.entry.bytes - b.entry.bytes);
  let end = 0;
  for (const { name, entry } of entries) {
    if (entry.offset !== end)
      fail(`tensor ${name}: expected its data at offset ${end}, found ${entry.offset}`);
    end += entry.bytes;
  }
  return new Map(entries.map(({ name, entry }) => [name, entry]));
}

function parseEntry(name: string, entry: unknown, fail: Fail): Entry {
  const { dtype, shape, data_offsets } = isRecord(entry) ? entry : {};
  if (!DTYPES.includes(dtype as FileDType)) {
    return fail(`tensor ${name}: expected dtype ${DTYPES.join(', ')}, found ${dtype}`);
  }
  if (!areCounts(shape)) return fail(`tensor ${name}: expected a shape, found ${JSON.stringify(shape)}`);
  if (!areCounts(data_offsets) || data_offsets.length !== 2) {
    return fail(`tensor ${name}: expected two data_offsets, found ${JSON.stringify(data_offsets)}`);
  }
  const [from, to] = data_offsets as [number, number];
  const spec = { dtype: dtype as FileDType, shape };
  const bytes = bytesOf(spec);
  if (to - from === bytes) return { ...spec, offset: from, bytes };
  return fail(`tensor ${name} of shape [${shape.join(', ')}]: expected ${bytes} bytes, found ${to - from}`);
}

/** Length and header for tensors that follow one another in this order; `fail` throws for a name that cannot be. */
export function formatHeader(
  tensors: ReadonlyMap<string, TensorSpec>,
  metadata: Readonly<Record<string, string>>,
  fail: Fail,
): Uint8Array {
  const entries: [string, unknown][] = [[METADATA, metadata]];
  let offset = 0;
  for (const [name, spec] of tensors) {
    if (name === METADATA) fail(`tensor ${name} has the name of the metadata`);
    const end = offset + bytesOf(spec);
    entries.push([name, { dtype: spec.dtype, shape: spec.shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const padded = Math.ceil(text.length / 8) * 8;
  const header = Buffer.alloc(PREFIX + padded, ' ');
  header.writeBigUInt64LE(BigInt(padded));
  text.copy(header, PREFIX);
  return header;
}

export function bytesOf({ dtype, shape }: TensorSpec): number {
  return shape.reduce((product, axis) => product * axis, bytesPer(dtype));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(each => Number.isSafeInteger(each) && each >= 0);
}
