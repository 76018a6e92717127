// Weights and tokens that all sides start from: drawn once, handed to every peer as files.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash, parameterShapes, readSafetensors, writeSafetensors } from '@trapo/models';
import type { ModelSettings } from './settings.ts';

const SEED = 1;
const TOKENS = 0x70c;
const PROMPTS = 0x70d;

export interface Material {
  readonly settings: ModelSettings;
  /** By checkpoint name. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Training rows. One token more than a row trains on: each is predicted from those before it. */
  readonly rows: readonly Int32Array[];
  /** One for each row of the widest decoding. */
  readonly prompts: readonly Int32Array[];
}

/** Writes settings.json, weights.safetensors, tokens.i32 and prompts.i32 into a new temporary folder; returns it. */
export async function writeMaterial(settings: ModelSettings): Promise<string> {
  const { model, training, decoding } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'trapo-bench-'));
  const weights = [...parameterShapes(model)].map(([name, shape], stream) => {
    const data = drawWeights(shape, model.initializer_range, stream);
    return [name, { shape, data }] as const;
  });
  await writeSafetensors(join(folder, 'weights.safetensors'), new Map(weights));
  const draw = (stream: number, length: number) =>
    Int32Array.from({ length }, (_, i) => (hash(SEED, stream, i) >>> 0) % model.vocab_size);
  const prompts = decoding ? Math.max(...decoding.rows) * decoding.promptTokens : 0;
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  await writeFile(join(folder, 'tokens.i32'), draw(TOKENS, training.rows * (training.tokens + 1)));
  await writeFile(join(folder, 'prompts.i32'), draw(PROMPTS, prompts));
  return folder;
}

/** Norms at one; matrices uniform, with the given standard deviation: 40 million normal numbers would take a while. */
export function drawWeights(shape: readonly number[], deviation: number, stream: number): Float32Array {
  const data = new Float32Array(shape.reduce((product, axis) => product * axis, 1));
  if (shape.length === 1) return data.fill(1);
  const scale = (Math.sqrt(3) * deviation) / 2 ** 31;
  for (let i = 0; i < data.length; i++) data[i] = scale * hash(SEED, stream, i);
  return data;
}

export async function readMaterial(folder: string): Promise<Material> {
  const settings: ModelSettings = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
  const stored = await readSafetensors(join(folder, 'weights.safetensors'));
  return {
    settings,
    weights: new Map([...stored].map(([name, { data }]) => [name, data])),
    rows: await readRows(join(folder, 'tokens.i32'), settings.training.tokens + 1),
    prompts: await readRows(join(folder, 'prompts.i32'), settings.decoding?.promptTokens ?? 1),
  };
}

async function readRows(file: string, length: number): Promise<Int32Array[]> {
  const ids = new Int32Array(Uint8Array.from(await readFile(file)).buffer);
  return Array.from({ length: ids.length / length }, (_, row) => ids.slice(row * length, (row + 1) * length));
}
