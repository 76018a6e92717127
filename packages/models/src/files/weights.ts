// The weights of a checkpoint's folder: one safetensors file, or shards and an index of them.

import { access, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SafetensorsError } from './safetensors/error.ts';
import { bytesOf, type TensorSpec } from './safetensors/header.ts';
import { openSafetensors, type SafetensorsReader } from './safetensors/reader.ts';
import { streamSafetensors, type TensorSource } from './safetensors/writer.ts';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const SHARD = /^model-\d{5}-of-\d{5}\.safetensors$/;

/** Open files; their numbers come when asked for. */
export interface WeightFiles {
  readonly tensors: ReadonlyMap<string, TensorSpec & { readonly path: string }>;
  /** A tensor's numbers, widened to float32, piece by piece; a piece is good until the next one is asked for. */
  pieces(name: string): AsyncGenerator<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens model.safetensors, or what model.safetensors.index.json lists.
 * @throws SafetensorsError naming the file, and the tensor, that is missing or not what the index says
 */
export async function openWeights(folder: string): Promise<WeightFiles> {
  const readers: SafetensorsReader[] = [];
  const close = async () => {
    for (const reader of readers) await reader.close();
  };
  try {
    if (await exists(join(folder, SINGLE))) readers.push(await openSafetensors(join(folder, SINGLE)));
    else await openShards(folder, readers);
    const owners = new Map<string, SafetensorsReader>();
    const tensors = new Map<string, TensorSpec & { path: string }>();
    for (const reader of readers) {
      for (const [name, { dtype, shape }] of reader.tensors) {
        const twice = owners.get(name);
        if (twice) throw new SafetensorsError(`${reader.path}: tensor ${name} is in ${twice.path} too`);
        owners.set(name, reader);
        tensors.set(name, { dtype, shape, path: reader.path });
      }
    }
    return { tensors, pieces: name => owners.get(name)!.pieces(name), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openShards(folder: string, readers: SafetensorsReader[]): Promise<void> {
  const index = join(folder, INDEX);
  if (!(await exists(index))) {
    throw new SafetensorsError(`${folder}: expected ${SINGLE} or ${INDEX}, found neither`);
  }
  const shards = shardsOf(index, await readFile(index, 'utf8'));
  for (const [file, names] of shards) {
    const path = join(folder, file);
    if (!(await exists(path))) {
      throw new SafetensorsError(
        `${path}: expected a shard with ${names.length} tensors, ${names[0]} among them (${INDEX}), found no file`,
      );
    }
    const reader = await openSafetensors(path);
    readers.push(reader);
    const missing = names.find(name => !reader.tensors.has(name));
    if (missing !== undefined) {
      throw new SafetensorsError(
        `${path}: expected tensor ${missing} (${INDEX}), found no tensor of that name`,
      );
    }
    const listed = new Set(names);
    const extra = [...reader.tensors.keys()].find(name => !listed.has(name));
    if (extra !== undefined) {
      throw new SafetensorsError(`${path}: found tensor ${extra}, which ${INDEX} does not list there`);
    }
  }
}

/** The names of tensors by file, as an index lists them. */
function shardsOf(path: string, text: string): ReadonlyMap<string, readonly string[]> {
  let map: unknown;
  try {
    map = JSON.parse(text)?.weight_map;
  } catch {
    throw new SafetensorsError(`${path}: the index is not JSON`);
  }
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw new SafetensorsError(
      `${path}: expected weight_map, file names by tensor; found ${JSON.stringify(map)}`,
    );
  }
  for (const [name, file] of Object.entries(map)) {
    // a file beside the index, never one elsewhere
    if (typeof file === 'string' && file === basename(file) && file.endsWith('.safetensors')) continue;
    throw new SafetensorsError(
      `${path}: tensor ${name}: expected the name of a .safetensors file in this folder, found ${JSON.stringify(file)}`,
    );
  }
  const entries = Object.entries(map as Record<string, string>);
  return new Map(
    [...Map.groupBy(entries, ([, file]) => file)].map(([file, rows]) => [file, rows.map(([name]) => name)]),
  );
}

/**
 * Writes tensors as model.safetensors, or where they are more than `maxShardBytes` as shards and an index, and removes
 * what an earlier save of the other kind has left.
 */
export async function saveWeights(
  folder: string,
  tensors: ReadonlyMap<string, TensorSource>,
  maxShardBytes: number,
): Promise<void> {
  const shards = split(tensors, maxShardBytes);
  const count = String(shards.length).padStart(5, '0');
  const names = shards.map((_, i) =>
    shards.length === 1 ? SINGLE : `model-${String(i + 1).padStart(5, '0')}-of-${count}.safetensors`,
  );
  for (const [i, shard] of shards.entries()) await streamSafetensors(join(folder, names[i]!), shard);
  if (shards.length > 1) {
    const total_size = [...tensors.values()].reduce((sum, spec) => sum + bytesOf(spec), 0);
    const weight_map = Object.fromEntries(
      shards.flatMap((shard, i) => [...shard.keys()].map(name => [name, names[i]!])),
    );
    const index = join(folder, INDEX);
    await writeFile(
      `${index}.part`,
      `${JSON.stringify({ metadata: { total_size }, weight_map }, null, 2)}\n`,
    );
    await rename(`${index}.part`, index);
  }
  const kept = new Set(shards.length > 1 ? [...names, INDEX] : names);
  for (const file of await readdir(folder)) {
    if (!kept.has(file) && (file === SINGLE || file === INDEX || SHARD.test(file)))
      await rm(join(folder, file));
  }
}

/** In order, as many in each as fit; a tensor larger than that is a shard of its own. */
function split(tensors: ReadonlyMap<string, TensorSource>, maxBytes: number): Map<string, TensorSource>[] {
  const shards: Map<string, TensorSource>[] = [new Map()];
  let bytes = 0;
  for (const [name, source] of tensors) {
    if (bytes > 0 && bytes + bytesOf(source) > maxBytes) {
      shards.push(new Map());
      bytes = 0;
    }
    shards.at(-1)!.set(name, source);
    bytes += bytesOf(source);
  }
  return shards;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
