// The families, and config.json there and back: the one list to add to.

import type { DecoderConfig, ModelType } from '../decoder/config.ts';
import { type Family, writeShared } from './family.ts';
import { type ConfigFile, fieldsOf } from './fields.ts';
import { llama } from './llama.ts';
import { mistral } from './mistral.ts';
import { qwen2 } from './qwen2.ts';
import { qwen3 } from './qwen3.ts';

export type { ConfigFile } from './fields.ts';

const FAMILIES: Readonly<Record<ModelType, Family>> = { llama, mistral, qwen2, qwen3 };

export interface ConfigOptions {
  /** Longest sequence in tokens. Default: the file's max_position_embeddings, and never more. */
  readonly maxPositions?: number;
  /** Fields of config.json that we do not know and that do not change what the model computes. */
  readonly ignoreFields?: readonly string[];
}

/**
 * The decoder that a parsed config.json describes.
 *
 * @param where what errors call the file: its path
 * @throws RangeError naming the family or the field that is missing, wrong or not supported
 */
export function readConfig(
  file: unknown,
  where: string,
  { maxPositions = Number.POSITIVE_INFINITY, ignoreFields = [] }: ConfigOptions = {},
): DecoderConfig {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    throw new RangeError(`${where}: a config is an object; found ${JSON.stringify(file)}`);
  }
  if (!(maxPositions >= 1)) {
    throw new RangeError(
      `maxPositions is a whole number of at least 1, for example 2048; got ${maxPositions}`,
    );
  }
  const fields = fieldsOf(file as ConfigFile, where, ignoreFields);
  const modelType = fields.text('model_type') ?? '';
  if (!Object.hasOwn(FAMILIES, modelType)) {
    fields.refuse('model_type', `is one of ${Object.keys(FAMILIES).join(', ')}`);
  }
  const family = FAMILIES[modelType as ModelType];
  if (fields.texts('architectures')?.includes(family.architecture) === false) {
    fields.refuse('architectures', `includes ${family.architecture}: other heads are not supported`);
  }
  const config = family.read(fields, maxPositions);
  fields.finish();
  return config;
}

/**
 * The config.json of a decoder, without the ids of special tokens, which are the tokenizer's.
 * Throws RangeError when the decoder's family cannot say what the decoder has.
 */
export function writeConfig(config: DecoderConfig): ConfigFile {
  const { model_type, architecture, write } = FAMILIES[config.model_type ?? 'llama'];
  const file = { architectures: [architecture], model_type, ...writeShared(config), ...write(config) };
  const read = readConfig(file, 'config');
  for (const piece of ['qkv_bias', 'output_bias', 'mlp_bias', 'qk_norm'] as const) {
    const [has, wants] = [read[piece] ?? false, config[piece] ?? false];
    if (has === wants) continue;
    throw new RangeError(
      `config: a model of the family ${model_type} has ${piece} ${has}; got ${wants}; set model_type or ${piece}`,
    );
  }
  return file;
}
