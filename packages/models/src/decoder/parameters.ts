// The parameters of a decoder: names and shapes as in Hugging Face's checkpoints of the Llama family.

import type { Device, Shape, Variable } from '@trapo/tensor';
import { normal } from '../random.ts';
import type { DecoderConfig } from './config.ts';

/** Weights of one block; matrices are [out, in]. */
export interface LayerParameters<T = Variable> {
  readonly inputNorm: T;
  readonly query: T;
  readonly key: T;
  readonly value: T;
  readonly output: T;
  readonly mlpNorm: T;
  readonly gate: T;
  readonly up: T;
  readonly down: T;
}

export interface DecoderParameters<T = Variable> {
  readonly embedding: T;
  readonly layers: readonly LayerParameters<T>[];
  readonly norm: T;
  /** The embedding itself when tied. */
  readonly head: T;
}

/** Name and shape of every parameter, in the order of the forward pass; a tied head is not listed. */
export function parameterShapes(config: DecoderConfig): ReadonlyMap<string, Shape> {
  const { hidden_size: d, intermediate_size: m, vocab_size: v } = config;
  const kv = (d / config.num_attention_heads) * config.num_key_value_heads;
  const shapes = new Map<string, Shape>([['model.embed_tokens.weight', [v, d]]]);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const at = `model.layers.${layer}`;
    shapes.set(`${at}.input_layernorm.weight`, [d]);
    shapes.set(`${at}.self_attn.q_proj.weight`, [d, d]);
    shapes.set(`${at}.self_attn.k_proj.weight`, [kv, d]);
    shapes.set(`${at}.self_attn.v_proj.weight`, [kv, d]);
    shapes.set(`${at}.self_attn.o_proj.weight`, [d, d]);
    shapes.set(`${at}.post_attention_layernorm.weight`, [d]);
    shapes.set(`${at}.mlp.gate_proj.weight`, [m, d]);
    shapes.set(`${at}.mlp.up_proj.weight`, [m, d]);
    shapes.set(`${at}.mlp.down_proj.weight`, [d, m]);
  }
  shapes.set('model.norm.weight', [d]);
  if (!config.tie_word_embeddings) shapes.set('lm_head.weight', [v, d]);
  return shapes;
}

/**
 * Freshly drawn weights: normal with the config's standard deviation, norms at 1. Matrices that write to the residual
 * stream are smaller by sqrt(2 layers), so that its variance does not grow with depth (GPT-2).
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
        ? new Float32Array(size).fill(1)
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

/** Puts weights on a device. Throws as checkWeights does. */
export function placeWeights(
  device: Device,
  config: DecoderConfig,
  weights: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, Variable> {
  checkWeights(config, weights);
  return new Map(
    [...parameterShapes(config)].map(([name, shape]) => [name, device.variable(shape, weights.get(name)!)]),
  );
}

/** The parameters by their place in the model. */
export function arrange<T>(config: DecoderConfig, byName: ReadonlyMap<string, T>): DecoderParameters<T> {
  const get = (name: string) => byName.get(name)!;
  return {
    embedding: get('model.embed_tokens.weight'),
    layers: Array.from({ length: config.num_hidden_layers }, (_, layer) => {
      const at = `model.layers.${layer}`;
      return {
        inputNorm: get(`${at}.input_layernorm.weight`),
        query: get(`${at}.self_attn.q_proj.weight`),
        key: get(`${at}.self_attn.k_proj.weight`),
        value: get(`${at}.self_attn.v_proj.weight`),
        output: get(`${at}.self_attn.o_proj.weight`),
        mlpNorm: get(`${at}.post_attention_layernorm.weight`),
        gate: get(`${at}.mlp.gate_proj.weight`),
        up: get(`${at}.mlp.up_proj.weight`),
        down: get(`${at}.mlp.down_proj.weight`),
      };
    }),
    norm: get('model.norm.weight'),
    head: get(config.tie_word_embeddings ? 'model.embed_tokens.weight' : 'lm_head.weight'),
  };
}
