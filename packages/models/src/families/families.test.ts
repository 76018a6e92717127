import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { checkConfig, type DecoderConfig, headSize } from '../decoder/config.ts';
import { parameterShapes } from '../decoder/parameters.ts';
import { cases, TINY } from '../testing/cases.ts';
import { HUB } from '../testing/hubConfigs.ts';
import { readConfig, writeConfig } from './index.ts';

const { file: llama } = HUB['HuggingFaceTB/SmolLM2-135M']!;
const { file: qwen2 } = HUB['Qwen/Qwen2.5-0.5B']!;
const { file: mistral } = HUB['mistralai/Mistral-7B-v0.3']!;

describe.each(Object.entries(HUB))('%s', (_, { file, size }) => {
  const config = readConfig(file, 'config.json');

  test('has the parameters that its makers count', () => {
    const sizes = [...parameterShapes(config).values()].map(shape => shape.reduce((a, b) => a * b));
    expect(sizes.reduce((a, b) => a + b)).toBe(size);
    expect(checkConfig(config)).toBe(config);
  });

  test('is written back as what it was read from', () => {
    const written = writeConfig(config);
    expect(readConfig(written, 'config.json')).toEqual({
      ...config,
      head_dim: written.head_dim ?? config.head_dim,
    });
    for (const [name, value] of Object.entries(written)) {
      if (name in file) expect(value, name).toEqual(file[name]);
    }
  });
});

describe('a config.json is refused', () => {
  test.each<[string, object, string]>([
    ['no object', [], 'a config is an object; found []'],
    [
      'of another family',
      { ...llama, model_type: 'gemma2' },
      'model_type is one of llama, mistral, qwen2, qwen3; found "gemma2"',
    ],
    [
      "of an object's own name",
      { ...llama, model_type: 'toString' },
      'model_type is one of llama, mistral, qwen2, qwen3; found "toString"',
    ],
    [
      'for a classifier',
      { ...llama, architectures: ['LlamaForSequenceClassification'] },
      'architectures includes LlamaForCausalLM: other heads are not supported; found ["LlamaForSequenceClassification"]',
    ],
    [
      'with another activation',
      { ...llama, hidden_act: 'gelu' },
      'hidden_act has to be "silu": the feed-forward is SwiGLU; found "gelu"',
    ],
    [
      'with dropout',
      { ...llama, attention_dropout: 0.1 },
      'attention_dropout has to be 0: there is no dropout here, and 0 is what sampling uses anyway; found 0.1',
    ],
    [
      'quantised',
      { ...llama, quantization_config: { bits: 4 } },
      'quantization_config is not supported; if it does not change what the model computes, say { ignoreFields: [\'quantization_config\'] }; found {"bits":4}',
    ],
    [
      'with experts',
      { ...llama, num_local_experts: 8 },
      "num_local_experts is not supported; if it does not change what the model computes, say { ignoreFields: ['num_local_experts'] }; found 8",
    ],
    [
      'with dynamic rope',
      { ...llama, rope_scaling: { type: 'dynamic', factor: 2 } },
      'rope_scaling.type is not supported: use default, linear, llama3 or yarn; found "dynamic"',
    ],
    [
      'with long rope',
      { ...llama, rope_parameters: { rope_type: 'longrope', rope_theta: 1e4 } },
      'rope_parameters.rope_type is not supported: use default, linear, llama3 or yarn; found "longrope"',
    ],
    [
      'with rope of some features',
      { ...llama, rope_parameters: { rope_theta: 1e4, partial_rotary_factor: 0.5 } },
      'rope_parameters.partial_rotary_factor has to be 1: all features of a head are turned; found 0.5',
    ],
    [
      'with a rope field we do not know',
      { ...llama, rope_scaling: { type: 'linear', factor: 2, alpha: 3 } },
      "rope_scaling.alpha is not supported; if it does not change what the model computes, say { ignoreFields: ['alpha'] }; found 3",
    ],
    [
      'without a factor',
      { ...llama, rope_scaling: { type: 'linear' } },
      'rope_scaling.factor is a positive number, for example 0.5; found nothing',
    ],
    [
      'with frequencies in the wrong order',
      { ...llama, rope_scaling: { rope_type: 'llama3', factor: 8, low_freq_factor: 4, high_freq_factor: 4 } },
      'rope_scaling.high_freq_factor is larger than low_freq_factor, 4; found 4',
    ],
    [
      'with a window',
      { ...mistral, sliding_window: 4096 },
      'sliding_window is shorter than the 32768 positions, and attention over a window is not supported; { maxPositions } no longer than the window makes it full attention; found 4096',
    ],
    [
      'with a window that is used',
      { ...qwen2, sliding_window: 4096, use_sliding_window: true },
      'sliding_window is shorter than the 32768 positions, and attention over a window is not supported; { maxPositions } no longer than the window makes it full attention; found 4096',
    ],
    [
      'with a text for a number',
      { ...llama, hidden_size: '576' },
      'hidden_size is a positive whole number, for example 64; found "576"',
    ],
    ['with a number for a flag', { ...llama, mlp_bias: 1 }, 'mlp_bias is true or false; found 1'],
    [
      'without layers',
      { ...llama, num_hidden_layers: undefined },
      'num_hidden_layers is a positive whole number, for example 64; found nothing',
    ],
  ])('%s', (_, file, message) => {
    expect(() => readConfig(file, 'm/config.json')).toThrow(new RangeError(`m/config.json: ${message}`));
  });

  test.prop(
    [fc.constantFrom(...Object.keys(llama), 'head_dim', 'mlp_bias', 'rope_parameters'), fc.jsonValue()],
    {
      numRuns: 500,
    },
  )('or read, whatever a field holds; never anything else', (name, value) => {
    try {
      expect(checkConfig(readConfig({ ...llama, [name]: value }, 'm/config.json'))).toBeDefined();
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(/config/);
    }
  });
});

describe('options', () => {
  test('fewer positions make a window full attention', () => {
    const file = { ...mistral, sliding_window: 4096 };
    expect(readConfig(file, 'config.json', { maxPositions: 4096 }).max_position_embeddings).toBe(4096);
    expect(readConfig(llama, 'config.json', { maxPositions: 1e6 }).max_position_embeddings).toBe(8192);
    expect(() => readConfig(llama, 'config.json', { maxPositions: 0 })).toThrow('maxPositions');
  });

  test('fewer positions leave the frequencies as they were', () => {
    const file = { ...llama, rope_scaling: { type: 'yarn', factor: 4 } };
    const short = readConfig(file, 'config.json', { maxPositions: 100 });
    expect(short.rope_scaling).toEqual(readConfig(file, 'config.json').rope_scaling);
    expect(short.rope_scaling).toMatchObject({ original_max_position_embeddings: 8192, beta_fast: 32 });
  });

  test('a field that changes nothing can be let pass by name', () => {
    const file = { ...llama, neftune_noise: 5 };
    expect(readConfig(file, 'config.json', { ignoreFields: ['neftune_noise'] })).toEqual(
      readConfig(llama, 'config.json'),
    );
  });
});

test.prop([cases])('what a family can say comes back from its file', ({ config }) => {
  const file = writeConfig(config);
  const read = readConfig(JSON.parse(JSON.stringify(file)), 'config.json');
  expect(headSize(read)).toBe(headSize(config));
  expect({ ...read, head_dim: config.head_dim }).toEqual({
    model_type: 'llama',
    head_dim: undefined,
    ...config,
  });
});

test.each<[Partial<DecoderConfig>, string]>([
  [
    { qk_norm: true },
    'config: a model of the family llama has qk_norm false; got true; set model_type or qk_norm',
  ],
  [
    { qkv_bias: true },
    'config: a model of the family llama has output_bias true; got false; set model_type or output_bias',
  ],
  [
    { model_type: 'qwen2' },
    'config: a model of the family qwen2 has qkv_bias true; got false; set model_type or qkv_bias',
  ],
  [
    { model_type: 'mistral', mlp_bias: true },
    'config: a model of the family mistral has mlp_bias false; got true; set model_type or mlp_bias',
  ],
])('what it cannot say is refused: %j', (fields, message) => {
  expect(() => writeConfig({ ...TINY, ...fields })).toThrow(new RangeError(message));
});
