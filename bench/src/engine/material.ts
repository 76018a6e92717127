// Weights and tokens that both sides start from, drawn here and handed to PyTorch as files.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decoder, hash, parameterShapes, type TokenRow, writeSafetensors } from '@trapo/models';
import { openDevice } from '@trapo/tensor';
import type { EngineSettings } from './settings.ts';

const SEED = 1;
const STREAM = 0x70c;

export interface Material {
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** One token more than a row trains on: each is predicted from those before it. */
  readonly rows: readonly TokenRow[];
}

export async function drawMaterial({ model, training }: EngineSettings): Promise<Material> {
  const device = await openDevice({ threads: 1 });
  const weights = await Decoder.random(device, model, SEED).weights();
  await device.close();
  const length = training.tokens + 1;
  const rows = Array.from({ length: training.rows }, (_, row) => ({
    tokens: Int32Array.from(
      { length },
      (_, i) => (hash(SEED, STREAM, row * length + i) >>> 0) % model.vocab_size,
    ),
    start: 1,
  }));
  return { weights, rows };
}

/** Writes weights.safetensors and tokens.i32 into a new temporary folder, and returns it. */
export async function writeMaterial({ model }: EngineSettings, { weights, rows }: Material): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trapo-bench-'));
  const shapes = parameterShapes(model);
  await writeSafetensors(
    join(folder, 'weights.safetensors'),
    new Map([...weights].map(([name, data]) => [name, { shape: shapes.get(name)!, data }])),
  );
  await writeFile(join(folder, 'tokens.i32'), Int32Array.from(rows.flatMap(({ tokens }) => [...tokens])));
  return folder;
}
