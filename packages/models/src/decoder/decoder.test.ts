import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TINY, weightsOf } from '../testing/cases.ts';
import { checkConfig, type DecoderConfig } from './config.ts';
import { Decoder } from './decoder.ts';
import { initialWeights, parameterShapes } from './parameters.ts';

describe('a config', () => {
  test.each([
    [{ vocab_size: 0 }, 'vocab_size is a positive whole number, for example 64; got 0'],
    [{ hidden_size: 24.5 }, 'hidden_size is a positive whole number, for example 64; got 24.5'],
    [{ num_hidden_layers: -1 }, 'num_hidden_layers is a positive whole number, for example 64; got -1'],
    [
      { max_position_embeddings: Number.NaN },
      'max_position_embeddings is a positive whole number, for example 64; got NaN',
    ],
    [
      { num_attention_heads: 5 },
      'hidden_size / num_attention_heads is an even whole number, for example 64 / 4; got 24 / 5',
    ],
    [
      { num_attention_heads: 8, num_key_value_heads: 8 },
      'hidden_size / num_attention_heads is an even whole number, for example 64 / 4; got 24 / 8',
    ],
    [
      { num_key_value_heads: 3 },
      'num_attention_heads is a multiple of num_key_value_heads, for example 4 and 2; got 4 and 3',
    ],
    [{ rope_theta: Number.NaN }, 'rope_theta is a positive number, for example 10000; got NaN'],
    [{ rms_norm_eps: -1 }, 'rms_norm_eps is a positive number, for example 0.00001; got -1'],
    [{ initializer_range: 0 }, 'initializer_range is a positive number, for example 0.02; got 0'],
  ] satisfies [Partial<DecoderConfig>, string][])('with %j is refused', (fields, message) => {
    expect(() => checkConfig({ ...TINY, ...fields })).toThrow(new RangeError(`config: ${message}`));
  });

  test('that does not say whether embeddings are tied is refused', () => {
    const { tie_word_embeddings, ...rest } = TINY;
    expect(() => checkConfig(rest as DecoderConfig)).toThrow(
      new RangeError('config: tie_word_embeddings is true or false; got undefined'),
    );
  });

  test('that can be built comes back', () => {
    expect(checkConfig(TINY)).toBe(TINY);
  });
});

describe('parameters', () => {
  test('are those of a Llama checkpoint', () => {
    expect([...parameterShapes({ ...TINY, num_hidden_layers: 1 })]).toEqual([
      ['model.embed_tokens.weight', [19, 24]],
      ['model.layers.0.input_layernorm.weight', [24]],
      ['model.layers.0.self_attn.q_proj.weight', [24, 24]],
      ['model.layers.0.self_attn.k_proj.weight', [12, 24]],
      ['model.layers.0.self_attn.v_proj.weight', [12, 24]],
      ['model.layers.0.self_attn.o_proj.weight', [24, 24]],
      ['model.layers.0.post_attention_layernorm.weight', [24]],
      ['model.layers.0.mlp.gate_proj.weight', [20, 24]],
      ['model.layers.0.mlp.up_proj.weight', [20, 24]],
      ['model.layers.0.mlp.down_proj.weight', [24, 20]],
      ['model.norm.weight', [24]],
      ['lm_head.weight', [19, 24]],
    ]);
    expect(parameterShapes({ ...TINY, tie_word_embeddings: true }).has('lm_head.weight')).toBe(false);
  });

  test('freshly drawn have the standard deviation of the config, smaller where they write to the stream', () => {
    const large = { ...TINY, hidden_size: 128, intermediate_size: 256, initializer_range: 0.02 };
    const weights = initialWeights(large, 1);
    const deviation = (name: string) => {
      const data = weights.get(`model.layers.1.${name}.weight`)!;
      return Math.sqrt(data.reduce((sum, w) => sum + w * w, 0) / data.length);
    };
    expect(deviation('mlp.up_proj') / 0.02).toBeCloseTo(1, 1);
    expect((deviation('mlp.down_proj') * 2) / 0.02).toBeCloseTo(1, 1);
    expect(new Set(weights.get('model.norm.weight'))).toEqual(new Set([1]));
    expect(initialWeights(large, 1)).toEqual(weights);
    expect(initialWeights(large, 2).get('lm_head.weight')).not.toEqual(weights.get('lm_head.weight'));
  });
});

describe('a decoder', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'simd', threads: 1 });
  });
  afterAll(() => device.close());

  const weights = weightsOf(TINY, 1);
  const broken = {
    missing: new Map([...weights].filter(([name]) => name !== 'model.norm.weight')),
    unknown: new Map([...weights, ['model.bias', new Float32Array(1)]]),
    size: new Map([...weights, ['lm_head.weight', new Float32Array(3)]]),
  };
  const messages = {
    missing: 'weights: model.norm.weight of shape [24] is missing',
    unknown:
      'weights: this decoder has no parameter model.bias; it has for example model.embed_tokens.weight',
    size: 'weights: lm_head.weight of shape [19, 24] has 456 numbers; got 3',
  };

  test.each(['missing', 'unknown', 'size'] as const)('names the weight that does not fit: %s', async kind => {
    expect(() => new Decoder(device, TINY, broken[kind])).toThrow(new Error(messages[kind]));
    const decoder = Decoder.random(device, TINY, 9);
    expect(() => decoder.load(broken[kind])).toThrow(new Error(messages[kind]));
    expect(await decoder.weights()).toEqual(initialWeights(TINY, 9));
  });

  test('that does not fit the device is refused before memory is taken', () => {
    const before = device.memory!;
    const large = { ...TINY, vocab_size: 151_936, hidden_size: 3584 };
    expect(() => new Decoder(device, large)).toThrow(
      /^decoder: 1,1\d\d,\d{3},\d{3} parameters take 4\d{3}\.\d MiB, and 409\d\.\d MiB of the device's 4096\.0 MiB are free: take a smaller model$/,
    );
    expect(device.memory).toEqual(before);
  });

  test('replaces its weights in place', async () => {
    const decoder = Decoder.random(device, TINY, 9);
    decoder.load(weights);
    expect(await decoder.weights()).toEqual(weights);
    expect(decoder.size).toBe([...weights.values()].reduce((sum, { length }) => sum + length, 0));
  });
});
