// A model's folder as the Hub has it: config.json, weights as safetensors, tokenizer.json, tokenizer_config.json.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { type ConfigOptions, readConfig, writeConfig } from '../families/index.ts';
import { readTokenizer, saveTokenizer, type Tokenizer } from '../tokenizer.ts';
import { fillDecoder, sourcesOf } from './decoderWeights.ts';
import { readJson } from './json.ts';
import type { FileDType } from './safetensors/dtypes.ts';
import { openWeights, saveWeights } from './weights.ts';

export type LoadOptions = ConfigOptions;

export interface SaveOptions {
  /** How the numbers are stored. Default: F32, which loses nothing; BF16 and F16 round to the nearest. */
  readonly dtype?: FileDType;
  /** Where the weights are more, they are split over several files. Default: 5 GB, as transformers does. */
  readonly maxShardBytes?: number;
}

const TORCH_DTYPES = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const;

/**
 * Loads config and weights of a folder; numbers are streamed from the file to the device.
 * @throws RangeError naming the field of config.json that is missing, wrong or not supported
 * @throws SafetensorsError naming file and tensor that are missing, broken or of another shape
 */
export async function loadDecoder(
  device: Device,
  folder: string,
  options: LoadOptions = {},
): Promise<Decoder> {
  const path = join(folder, 'config.json');
  const config = readConfig(await readJson(path), path, options);
  const files = await openWeights(folder);
  try {
    return await fillDecoder(device, config, files, folder);
  } finally {
    await files.close();
  }
}

/**
 * Writes config and weights, in a folder that is made if need be; transformers loads it.
 * Throws Error for an adapter that is not merged.
 */
export async function saveDecoder(
  folder: string,
  decoder: Decoder,
  { dtype = 'F32', maxShardBytes = 5e9 }: SaveOptions = {},
  fields: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (decoder.adaptation && !decoder.adaptation.isMerged) {
    throw new Error(
      'save: this decoder has an adapter, which its weights do not hold: save it with saveAdapter, or merge() it first',
    );
  }
  const config = { ...writeConfig(decoder.config), torch_dtype: TORCH_DTYPES[dtype], ...fields };
  await mkdir(folder, { recursive: true });
  await saveWeights(folder, sourcesOf(decoder.variables, dtype), maxShardBytes);
  await writeFile(join(folder, 'config.json'), `${JSON.stringify(config, null, 2)}\n`);
}

/** Loads a model's folder with its tokenizer. Throws as `loadDecoder` and `readTokenizer` do. */
export async function loadModel(
  device: Device,
  folder: string,
  options: LoadOptions = {},
): Promise<{ decoder: Decoder; tokenizer: Tokenizer }> {
  const tokenizer = await readTokenizer(folder);
  return { decoder: await loadDecoder(device, folder, options), tokenizer };
}

/** Writes a model's folder with its tokenizer, whose special tokens config.json takes over. */
export async function saveModel(
  folder: string,
  decoder: Decoder,
  tokenizer: Tokenizer,
  options: SaveOptions = {},
): Promise<void> {
  const tokens = { bos_token_id: tokenizer.bos, eos_token_id: tokenizer.eos, pad_token_id: tokenizer.pad };
  await saveDecoder(folder, decoder, options, tokens);
  await saveTokenizer(folder, tokenizer);
}
