import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecoderConfig } from '../decoder/config.ts';
import { Decoder } from '../decoder/decoder.ts';
import { Learner } from '../learning/learner.ts';
import { rowsOf, TINY, weightsOf } from '../testing/cases.ts';
import { characterTokenizer, loadTokenizer } from '../tokenizer.ts';
import { loadDecoder, loadModel, saveDecoder, saveModel } from './checkpoint.ts';
import { SafetensorsError } from './safetensors/error.ts';
import { readSafetensors, writeSafetensors } from './safetensors/safetensors.ts';

const DATA = join(import.meta.dirname, '../../testing-data');

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

describe('a checkpoint of transformers', () => {
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

  test.each([
    ['llama2', 'F32'],
    ['llama3-sharded', 'F32'],
    ['qwen3', 'F32'],
    ['mistral', 'F32'],
    ['qwen2', 'BF16'],
    ['smollm2', 'F16'],
  ] as const)(
    'loaded, saved in its own format and loaded again is bit-equal: %s as %s',
    async (name, dtype) => {
      const decoder = await loadDecoder(device, join(DATA, name));
      const target = join(folder, name);
      const maxShardBytes = name.endsWith('sharded') ? 20_000 : 5e9;
      await saveDecoder(target, decoder, { dtype, maxShardBytes });
      const again = await loadDecoder(device, target);
      expect(again.config).toEqual(decoder.config);
      expect(await again.weights()).toEqual(await decoder.weights());
      expect(await tensorsOf(target)).toEqual(await tensorsOf(join(DATA, name)));
      decoder.dispose();
      again.dispose();
    },
  );

  test('in shards is the same as in one file', async () => {
    const decoder = await loadDecoder(device, join(DATA, 'llama3-sharded'));
    await saveDecoder(join(folder, 'single'), decoder);
    expect(await readdir(join(folder, 'single'))).toEqual(['config.json', 'model.safetensors']);
    const single = await loadDecoder(device, join(folder, 'single'));
    expect(await single.weights()).toEqual(await decoder.weights());
  });

  test('may repeat a tied head, if it is the same, and frequencies', async () => {
    const stored = await readSafetensors(join(DATA, 'qwen3/model.safetensors'));
    const embedding = stored.get('model.embed_tokens.weight')!;
    stored.set('lm_head.weight', embedding);
    stored.set('model.layers.0.self_attn.rotary_emb.inv_freq', { shape: [1], data: Float32Array.of(1) });
    const path = await withWeights('tied', stored);
    const decoder = await loadDecoder(device, join(folder, 'tied'));
    expect((await decoder.weights()).get('model.embed_tokens.weight')).toEqual(embedding.data);
    stored.set('lm_head.weight', { ...embedding, data: embedding.data.with(-1, 7) });
    await withWeights('tied', stored);
    await expect(loadDecoder(device, join(folder, 'tied'))).rejects.toThrow(
      new SafetensorsError(
        `${path}: tensor lm_head.weight: expected the numbers of model.embed_tokens.weight (tie_word_embeddings in config.json), found others`,
      ),
    );
  });

  test('that does not fit its config is refused by file and tensor, and takes no memory', async () => {
    const before = device.memory;
    const stored = await readSafetensors(join(DATA, 'qwen3/model.safetensors'));
    const norm = 'model.layers.1.self_attn.q_norm.weight';
    const refused = async (change: (tensors: typeof stored) => void, message: string) => {
      const tensors = new Map(stored);
      change(tensors);
      await withWeights('misfit', tensors);
      await expect(loadDecoder(device, join(folder, 'misfit'))).rejects.toThrow(
        new SafetensorsError(`${join(folder, 'misfit')}${message}`),
      );
    };
    await refused(tensors => tensors.delete(norm), `: expected tensor ${norm} of shape [12], found none`);
    await refused(
      tensors => tensors.set(norm, { shape: [3, 4], data: new Float32Array(12) }),
      `/model.safetensors: tensor ${norm}: expected shape [12] (config.json), found [3, 4]`,
    );
    await refused(
      tensors => tensors.set('model.layers.2.mlp.up_proj.weight', tensors.get(norm)!),
      '/model.safetensors: found tensor model.layers.2.mlp.up_proj.weight, which a qwen3 model of this config.json does not have',
    );
    expect(device.memory).toEqual(before);
  });

  async function withWeights(name: string, tensors: Awaited<ReturnType<typeof readSafetensors>>) {
    await cp(join(DATA, 'qwen3'), join(folder, name), { recursive: true });
    await writeSafetensors(join(folder, name, 'model.safetensors'), tensors);
    return join(folder, name, 'model.safetensors');
  }

  /** The bytes of every tensor of a folder, as its files have them. */
  async function tensorsOf(from: string): Promise<Map<string, Buffer>> {
    const files = (await readdir(from)).filter(file => /^model.*safetensors$/.test(file));
    const bytes = new Map<string, Buffer>();
    for (const file of files) {
      const content = await readFile(join(from, file));
      const start = 8 + Number(content.readBigUInt64LE());
      const { __metadata__, ...header } = JSON.parse(content.toString('utf8', 8, start));
      for (const [name, { data_offsets }] of Object.entries<{ data_offsets: [number, number] }>(header)) {
        const [from, to] = data_offsets;
        bytes.set(name, content.subarray(start + from, start + to));
      }
    }
    return bytes;
  }
});
