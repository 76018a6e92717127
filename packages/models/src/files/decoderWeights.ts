// Weights between files and a decoder on its device, piece by piece, so that no second copy of them is ever whole.

import type { Device, Variable } from '@trapo/tensor';
import type { DecoderConfig } from '../decoder/config.ts';
import { Decoder } from '../decoder/decoder.ts';
import { EMBEDDING, parameterShapes } from '../decoder/parameters.ts';
import type { FileDType } from './safetensors/dtypes.ts';
import { SafetensorsError } from './safetensors/error.ts';
import type { TensorSource } from './safetensors/writer.ts';
import type { WeightFiles } from './weights.ts';

/** Numbers that leave the device at once. */
const PIECE = 2 ** 20;

/** Frequencies that old checkpoints store though they follow from the config. */
const DERIVED = /\.rotary_emb\.inv_freq$/;

/** Stored beside the embedding by some checkpoints, though it is tied to it. */
const HEAD = 'lm_head.weight';

/** A decoder with the numbers of the files, which are compared with the config before memory is taken. */
export async function fillDecoder(
  device: Device,
  config: DecoderConfig,
  files: WeightFiles,
  folder: string,
): Promise<Decoder> {
  checkFiles(config, files, folder);
  if (config.tie_word_embeddings && files.tensors.has(HEAD)) await checkTied(files);
  const decoder = new Decoder(device, config);
  try {
    await fillVariables(decoder.variables, files);
    return decoder;
  } catch (error) {
    decoder.dispose();
    throw error;
  }
}

/** Fills variables with the tensors of their names, whose sizes must be theirs. */
export async function fillVariables(
  variables: ReadonlyMap<string, Variable>,
  { pieces }: Pick<WeightFiles, 'pieces'>,
): Promise<void> {
  for (const [name, variable] of variables) {
    let at = 0;
    for await (const piece of pieces(name)) {
      await variable.writeRange(at, piece);
      at += piece.length;
    }
  }
}

/** The numbers of variables as they come from the device. */
export function sourcesOf(
  variables: ReadonlyMap<string, Variable>,
  dtype: FileDType,
): ReadonlyMap<string, TensorSource> {
  return new Map(
    [...variables].map(([name, variable]) => {
      async function* pieces() {
        for (let at = 0; at < variable.size; at += PIECE) {
          yield (await variable.readRange(at, Math.min(at + PIECE, variable.size))) as Float32Array;
        }
      }
      return [name, { dtype, shape: variable.shape, pieces }];
    }),
  );
}

/** Throws SafetensorsError unless the files have the parameters of the config, and nothing that is not known. */
function checkFiles(config: DecoderConfig, { tensors }: WeightFiles, folder: string): void {
  const shapes = new Map(parameterShapes(config));
  for (const [name, shape] of shapes) {
    const found = tensors.get(name);
    if (!found) {
      throw new SafetensorsError(
        `${folder}: expected tensor ${name} of shape [${shape.join(', ')}], found none`,
      );
    }
    if (found.shape.join() === shape.join()) continue;
    throw new SafetensorsError(
      `${found.path}: tensor ${name}: expected shape [${shape.join(', ')}] (config.json), found [${found.shape.join(', ')}]`,
    );
  }
  for (const [name, { path }] of tensors) {
    const isKnown = shapes.has(name) || DERIVED.test(name) || (name === HEAD && config.tie_word_embeddings);
    if (isKnown) continue;
    throw new SafetensorsError(
      `${path}: found tensor ${name}, which a ${config.model_type} model of this config.json does not have`,
    );
  }
}

/** A head may be stored beside the embedding that it is tied to, if it is the same. */
async function checkTied(files: WeightFiles): Promise<void> {
  const { path } = files.tensors.get(HEAD)!;
  const fail = (found: string): never => {
    throw new SafetensorsError(
      `${path}: tensor ${HEAD}: expected the numbers of ${EMBEDDING} (tie_word_embeddings in config.json), found ${found}`,
    );
  };
  const [head, embedding] = [files.tensors.get(HEAD)!, files.tensors.get(EMBEDDING)!];
  if (`${head.dtype} ${head.shape}` !== `${embedding.dtype} ${embedding.shape}`) {
    fail(`${head.dtype} of shape [${head.shape.join(', ')}]`);
  }
  const ours = files.pieces(EMBEDDING);
  for await (const piece of files.pieces(HEAD)) {
    const other = (await ours.next()).value as Float32Array;
    if (piece.some((number, i) => !Object.is(number, other[i]))) fail('others');
  }
}
