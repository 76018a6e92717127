// A checkpoint as the Hub has them, drawn by a seed, and tokens: what both sides load.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash, parameterShapes, writeSafetensors } from '@trapo/models';
import { drawWeights } from '../engine/material.ts';
import type { Settings } from './settings.ts';

const SEED = 3;
const STREAM = 0x70e;

/** Writes config.json, model.safetensors, settings.json and tokens.i32 into a new temporary folder; returns it. */
export async function writeMaterial(settings: Settings): Promise<string> {
  const { model, prefill, decoding, training } = settings;
  const folder = await mkdtemp(join(tmpdir(), 'trapo-bench-'));
  const tensors = [...parameterShapes(model)].map(([name, shape], stream) => {
    return [name, { shape, data: drawWeights(shape, model.initializer_range, stream) }] as const;
  });
  await writeSafetensors(join(folder, 'model.safetensors'), new Map(tensors));
  const config = {
    ...model,
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    torch_dtype: 'float32',
    attention_bias: false,
    mlp_bias: false,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
  const count = Math.max(
    Math.max(...prefill.rows) * prefill.promptTokens,
    Math.max(...decoding.rows) * decoding.promptTokens,
    training.rows * (training.tokens + 1),
  );
  const tokens = Int32Array.from(
    { length: count },
    (_, i) => (hash(SEED, STREAM, i) >>> 0) % model.vocab_size,
  );
  await writeFile(join(folder, 'tokens.i32'), tokens);
  return folder;
}

interface Material {
  readonly settings: Settings;
  /** Rows of tokens, all of one length, from the beginning of tokens.i32. */
  readonly rows: (count: number, length: number) => Int32Array[];
}

/** All but the checkpoint. */
export async function readMaterial(folder: string): Promise<Material> {
  const settings: Settings = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
  const ids = new Int32Array(Uint8Array.from(await readFile(join(folder, 'tokens.i32'))).buffer);
  return {
    settings,
    rows: (count, length) =>
      Array.from({ length: count }, (_, row) => ids.slice(row * length, (row + 1) * length)),
  };
}
