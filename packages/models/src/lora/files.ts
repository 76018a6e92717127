// Adapters as PEFT keeps them: adapter_config.json and adapter_model.safetensors.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decoder } from '../decoder/decoder.ts';
import { fillVariables, sourcesOf } from '../files/decoderWeights.ts';
import { readJson } from '../files/json.ts';
import type { FileDType } from '../files/safetensors/dtypes.ts';
import { SafetensorsError } from '../files/safetensors/error.ts';
import { openSafetensors, type SafetensorsReader } from '../files/safetensors/reader.ts';
import { streamSafetensors } from '../files/safetensors/writer.ts';
import { Lora } from './lora.ts';
import { readLoraConfig, writeLoraConfig } from './options.ts';

const CONFIG = 'adapter_config.json';
const WEIGHTS = 'adapter_model.safetensors';

/** Writes an adapter's folder, which is made if need be; `base` is the model's name or folder, for tools that look it up. */
export async function saveAdapter(
  folder: string,
  lora: Lora,
  { base = null, dtype = 'F32' }: { readonly base?: string | null; readonly dtype?: FileDType } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await streamSafetensors(join(folder, WEIGHTS), sourcesOf(lora.variables, dtype));
  const config = JSON.stringify(writeLoraConfig(lora.options, base), null, 2);
  await writeFile(join(folder, CONFIG), `${config}\n`);
}

/**
 * Loads an adapter beside the model it was made for.
 *
 * @throws RangeError naming the field of adapter_config.json that is missing, wrong or not supported
 * @throws SafetensorsError naming file and tensor that are missing, broken or of another shape
 */
export async function loadAdapter(
  base: Decoder,
  folder: string,
  { ignoreFields = [] }: { readonly ignoreFields?: readonly string[] } = {},
): Promise<Lora> {
  const path = join(folder, CONFIG);
  const options = readLoraConfig(await readJson(path), path, ignoreFields);
  const file = await openSafetensors(join(folder, WEIGHTS));
  const lora = new Lora(base, options, 0);
  try {
    checkTensors(file, lora);
    await fillVariables(lora.variables, file);
    return lora;
  } catch (error) {
    lora.dispose();
    throw error;
  } finally {
    await file.close();
  }
}

function checkTensors({ path, tensors }: SafetensorsReader, { variables }: Lora): void {
  for (const [name, { shape }] of variables) {
    const found = tensors.get(name)?.shape;
    if (found?.join() === shape.join()) continue;
    const instead = found ? `shape [${found.join(', ')}]` : 'none';
    throw new SafetensorsError(
      `${path}: expected tensor ${name} of shape [${shape.join(', ')}], found ${instead}`,
    );
  }
  const extra = [...tensors.keys()].find(name => !variables.has(name));
  if (extra === undefined) return;
  throw new SafetensorsError(
    `${path}: found tensor ${extra}, which ${CONFIG} does not ask for in this model`,
  );
}
