import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecoderConfig } from '../decoder/config.ts';
import { Decoder } from '../decoder/decoder.ts';
import { Learner } from '../learning/learner.ts';
import { rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { characterTokenizer, loadTokenizer } from '../tokenizer.ts';
import { loadModel, saveModel } from './checkpoint.ts';
import { readSafetensors } from './safetensors/safetensors.ts';

const tokenizer = loadTokenizer(characterTokenizer(['0123456789+=']));

describe('a saved model', () => {
  let device: Device;
  let folder: string;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', threads: 1 });
    folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  });
  afterAll(async () => {
    await device.close();
    await rm(folder, { recursive: true });
  });

  test.each([true, false])('computes the same bits once loaded; tied embeddings: %s', async tied => {
    const config = { ...TINY, tie_word_embeddings: tied };
    const decoder = new Decoder(device, config, weightsOf(config, 3));
    await saveModel(folder, decoder, tokenizer);
    const loaded = await loadModel(device, folder);
    expect(loaded.tokenizer.json).toEqual(tokenizer.json);
    expect(loaded.decoder.config).toMatchObject(config);
    expect(await loaded.decoder.weights()).toEqual(await decoder.weights());
    const rows = rowsOf([9, 14], 1);
    expect(await new Learner(loaded.decoder).score(rows)).toEqual(await new Learner(decoder).score(rows));
  });

  test('says to other libraries what it is', async () => {
    await saveModel(folder, Decoder.random(device, TINY, 1), tokenizer);
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'));
    expect(config).toEqual({
      ...TINY,
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      hidden_act: 'silu',
      rope_scaling: null,
      attention_bias: false,
      mlp_bias: false,
      torch_dtype: 'float32',
      bos_token_id: tokenizer.bos,
      eos_token_id: tokenizer.eos,
      pad_token_id: tokenizer.pad,
    });
    const stored = await readSafetensors(join(folder, 'model.safetensors'));
    expect(stored.get('model.layers.1.mlp.down_proj.weight')!.shape).toEqual([24, 20]);
    expect(stored.get('lm_head.weight')!.shape).toEqual([19, 24]);
  });

  test('takes its special tokens from the tokenizer it is saved with', async () => {
    const config = { ...TINY, eos_token_id: 17 } as DecoderConfig;
    await saveModel(folder, Decoder.random(device, config, 1), tokenizer);
    expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')).eos_token_id).toBe(tokenizer.eos);
  });

  test('is refused when of another family, or when a field is missing', async () => {
    await saveModel(folder, Decoder.random(device, TINY, 1), tokenizer);
    const path = join(folder, 'config.json');
    await writeFile(path, JSON.stringify({ ...TINY, model_type: 'mamba' }));
    await expect(loadModel(device, folder)).rejects.toThrow(
      new RangeError(`${path}: model_type is one of llama, mistral, qwen2, qwen3; found "mamba"`),
    );
    await writeFile(path, JSON.stringify({ ...TINY, model_type: 'llama', rms_norm_eps: undefined }));
    await expect(loadModel(device, folder)).rejects.toThrow(
      new RangeError(`${path}: rms_norm_eps is a positive number, for example 0.5; found nothing`),
    );
  });
});
