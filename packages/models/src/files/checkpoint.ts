// A model's folder as the Hub has it: config.json, model.safetensors, tokenizer.json, tokenizer_config.json.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '@trapo/tensor';
import type { DecoderConfig } from '../decoder/config.ts';
import { Decoder } from '../decoder/decoder.ts';
import { parameterShapes } from '../decoder/parameters.ts';
import { readTokenizer, saveTokenizer, type Tokenizer } from '../tokenizer.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** What config.json says besides the sizes, so that Hugging Face's transformers loads the folder. */
const FAMILY = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_act: 'silu',
  torch_dtype: 'float32',
};

/** Writes a model's folder, which is made if need be. */
export async function saveModel(folder: string, decoder: Decoder, tokenizer: Tokenizer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const weights = await decoder.weights();
  const shapes = parameterShapes(decoder.config);
  await writeSafetensors(
    join(folder, 'model.safetensors'),
    new Map([...weights].map(([name, data]) => [name, { shape: shapes.get(name)!, data }])),
  );
  const tokens = { bos_token_id: tokenizer.bos, eos_token_id: tokenizer.eos, pad_token_id: tokenizer.pad };
  await writeFile(
    join(folder, 'config.json'),
    `${JSON.stringify({ ...decoder.config, ...FAMILY, ...tokens }, null, 2)}\n`,
  );
  await saveTokenizer(folder, tokenizer);
}

/** Loads a folder that `saveModel` wrote. Throws when a file is missing or does not fit the config. */
export async function loadModel(
  device: Device,
  folder: string,
): Promise<{ decoder: Decoder; tokenizer: Tokenizer }> {
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as DecoderConfig & {
    model_type: string;
  };
  if (config.model_type !== FAMILY.model_type) {
    throw new Error(
      `${join(folder, 'config.json')}: expected model_type "llama", found ${JSON.stringify(config.model_type)}`,
    );
  }
  const stored = await readSafetensors(join(folder, 'model.safetensors'));
  const weights = new Map([...stored].map(([name, { data }]) => [name, data]));
  return { decoder: new Decoder(device, config, weights), tokenizer: await readTokenizer(folder) };
}
