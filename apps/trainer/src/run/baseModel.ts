// The model that every method begins with: loaded from a folder, or freshly drawn and then pretrained.

import { characterTokenizer, chatTemplate, Decoder, loadModel, loadTokenizer } from '@trapo/models';
import type { Device } from '@trapo/tensor';
import { LocalPolicy } from '@trapo/trainer';
import type { Config } from '../config/config.ts';
import { type RunData, textsOf } from '../data/load.ts';

/** The policy before any training here. */
export async function openPolicy(
  device: Device,
  { model, seed }: Config,
  data: RunData,
): Promise<LocalPolicy> {
  if ('path' in model) {
    const { decoder, tokenizer } = await loadModel(device, model.path).catch(cause => {
      if (cause.code !== 'ENOENT') throw cause;
      throw new Error(
        `model.path: there is no whole model in ${model.path}: ${cause.message}; give a folder with config.json, ` +
          'model.safetensors and the tokenizer, for example runs/RUN/base/checkpoint',
        { cause },
      );
    });
    const chats = tokenizer.config.chat_template !== undefined;
    return new LocalPolicy(
      decoder,
      chats ? { ...tokenizer, renderChat: chatTemplate(tokenizer) } : tokenizer,
    );
  }
  const tokenizer = loadTokenizer(characterTokenizer(textsOf(data)));
  const decoder = Decoder.random(device, { ...model, vocab_size: roundedUp(tokenizer.vocabSize, 16) }, seed);
  return new LocalPolicy(decoder, tokenizer);
}

/** Kernels are fastest on widths that are multiples of a vector. */
const roundedUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;
