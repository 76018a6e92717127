// The parameters of a decoder: names and shapes as in Hugging Face's checkpoints, which all our families share.

import type { Device, Shape, Variable } from '@trapo/tensor';
import { normal } from '../random.ts';
import { type DecoderConfig, headSize } from './config.ts';
import { mebibytes, refuseUnlessFits } from './memory.ts';
import type { Adapter, Projection } from './projection.ts';

/** Parameters of one block. */
export interface LayerParameters<T = Variable> {
  readonly inputNorm: T;
  readonly query: Projection<T>;
  readonly key: Projection<T>;
  readonly value: Projection<T>;
  /** Norms of each head of queries and keys, of the head's size; families without have none. */
  readonly queryNorm: T | undefined;
  readonly keyNorm: T | undefined;
  readonly output: Projection<T>;
  readonly mlpNorm: T;
  readonly gate: Projection<T>;
  readonly up: Projection<T>;
  readonly down: Projection<T>;
}

export interface DecoderParameters<T = Variable> {
  readonly embedding: T;
  readonly layers: readonly LayerParameters<T>[];
  readonly norm: T;
  /** The embedding itself when tied. */
  readonly head: T;
}

/** Checkpoint names of what is not in a block. */
export const EMBEDDING = 'model.embed_tokens.weight';
export const NORM = 'model.norm.weight';

/** Checkpoint name of the output head: the embedding's where it is tied. */
export function headName({ tie_word_embeddings }: DecoderConfig): string {
  return tie_word_embeddings ? EMBEDDING : 'lm_head.weight';
}

/** Linear layers of a block, by checkpoint name. */
export const LINEAR_LAYERS = [
  'self_attn.q_proj',
  'self_attn.k_proj',
  'self_attn.v_proj',
  'self_attn.o_proj',
  'mlp.gate_proj',
  'mlp.up_proj',
  'mlp.down_proj',
] as const;

type LinearLayer = (typeof LINEAR_LAYERS)[number];

/** Names of all linear layers of the blocks, in the order of the forward pass. */
export function linearLayers({ num_hidden_layers }: DecoderConfig): readonly string[] {
  return Array.from({ length: num_hidden_layers }, (_, layer) =>
    LINEAR_LAYERS.map(name => `model.layers.${layer}.${name}`),
  ).flat();
}

/** Name and shape of every parameter, in the order of the forward pass; a tied head is not listed. */
export function parameterShapes(config: DecoderConfig): ReadonlyMap<string, Shape> {
  const { hidden_size: d, intermediate_size: m, vocab_size: v, qkv_bias, output_bias, mlp_bias } = config;
  const size = headSize(config);
  const [q, kv] = [size * config.num_attention_heads, size * config.num_key_value_heads];
  const shapes = new Map<string, Shape>([[EMBEDDING, [v, d]]]);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const norm = (name: string, features: number) =>
      shapes.set(`model.layers.${layer}.${name}.weight`, [features]);
    const linear = (name: LinearLayer, out: number, features: number, hasBias = false) => {
      shapes.set(`model.layers.${layer}.${name}.weight`, [out, features]);
      if (hasBias) shapes.set(`model.layers.${layer}.${name}.bias`, [out]);
    };
    norm('input_layernorm', d);
    linear('self_attn.q_proj', q, d, qkv_bias);
    linear('self_attn.k_proj', kv, d, qkv_bias);
    linear('self_attn.v_proj', kv, d, qkv_bias);
    if (config.qk_norm) {
      norm('self_attn.q_norm', size);
      norm('self_attn.k_norm', size);
    }
    linear('self_attn.o_proj', d, q, output_bias);
    norm('post_attention_layernorm', d);
    linear('mlp.gate_proj', m, d, mlp_bias);
    linear('mlp.up_proj', m, d, mlp_bias);
    linear('mlp.down_proj', d, m, mlp_bias);
  }
  shapes.set(NORM, [d]);
  if (!config.tie_word_embeddings) shapes.set(headName(config), [v, d]);
  return shapes;
}

/**
 * Freshly drawn weights: normal with the config's standard deviation, norms at 1, biases at 0. Matrices that write to the
 * residual stream are smaller by sqrt(2 layers), so that its variance does not grow with depth (GPT-2).
 */
export function initialWeights(config: DecoderConfig, seed: number): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  let stream = 0;
  for (const [name, shape] of parameterShapes(config)) {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const residual = name.endsWith('o_proj.weight') || name.endsWith('down_proj.weight');
    const deviation = config.initializer_range / (residual ? Math.sqrt(2 * config.num_hidden_layers) : 1);
    const draw = normal(seed, stream++);
    weights.set(
      name,
      shape.length === 1
        ? new Float32Array(size).fill(name.endsWith('.bias') ? 0 : 1)
        : Float32Array.from({ length: size }, (_, i) => deviation * draw(i)),
    );
  }
  return weights;
}

/** Throws Error naming what is missing, unknown or of a wrong size. */
export function checkWeights(config: DecoderConfig, weights: ReadonlyMap<string, Float32Array>): void {
  const shapes = parameterShapes(config);
  const unknown = [...weights.keys()].filter(name => !shapes.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `weights: this decoder has no parameter ${unknown.join(', ')}; it has for example ${[...shapes.keys()][0]}`,
    );
  }
  for (const [name, shape] of shapes) {
    const data = weights.get(name);
    const size = shape.reduce((product, axis) => product * axis, 1);
    if (data?.length === size) continue;
    const found = data ? `has ${size} numbers; got ${data.length}` : 'is missing';
    throw new Error(`weights: ${name} of shape [${shape.join(', ')}] ${found}`);
  }
}

/**
 * Puts weights on a device, or zeros where there are none yet.
 * Throws as checkWeights does, and OutOfMemoryError before any is placed.
 */
export function placeWeights(
  device: Device,
  config: DecoderConfig,
  weights?: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, Variable> {
  if (weights) checkWeights(config, weights);
  const shapes = [...parameterShapes(config)];
  const count = shapes.reduce((sum, [, shape]) => sum + shape.reduce((a, b) => a * b), 0);
  refuseUnlessFits(
    device,
    4 * count,
    `decoder: ${count.toLocaleString('en')} parameters take ${mebibytes(4 * count)}`,
    'take a smaller model',
  );
  return new Map(shapes.map(([name, shape]) => [name, device.variable(shape, weights?.get(name))]));
}

/** The parameters by their place in the model; `adapters` are by the linear layer's name, without `.weight`. */
export function arrange<T>(
  config: DecoderConfig,
  byName: ReadonlyMap<string, T>,
  adapters?: ReadonlyMap<string, Adapter<T>>,
): DecoderParameters<T> {
  const get = (name: string) => byName.get(name)!;
  return {
    embedding: get(EMBEDDING),
    layers: Array.from({ length: config.num_hidden_layers }, (_, layer) => {
      const norm = (name: string) => get(`model.layers.${layer}.${name}.weight`);
      const linear = (name: LinearLayer): Projection<T> => {
        const at = `model.layers.${layer}.${name}`;
        return { weight: get(`${at}.weight`), bias: byName.get(`${at}.bias`), adapter: adapters?.get(at) };
      };
      return {
        inputNorm: norm('input_layernorm'),
        query: linear('self_attn.q_proj'),
        key: linear('self_attn.k_proj'),
        value: linear('self_attn.v_proj'),
        queryNorm: byName.get(`model.layers.${layer}.self_attn.q_norm.weight`),
        keyNorm: byName.get(`model.layers.${layer}.self_attn.k_norm.weight`),
        output: linear('self_attn.o_proj'),
        mlpNorm: norm('post_attention_layernorm'),
        gate: linear('mlp.gate_proj'),
        up: linear('mlp.up_proj'),
        down: linear('mlp.down_proj'),
      };
    }),
    norm: get(NORM),
    head: get(headName(config)),
  };
}
