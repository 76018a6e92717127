// The decoder's parameters as jax-js arrays. Projections that share an input are one matrix.

import { numpy as np } from '@jax-js/jax';
import type { Material } from '../../engine/material.ts';

export type Layer = {
  readonly inputNorm: np.Array;
  /** Query, key and value: [3 width, width]. */
  readonly qkv: np.Array;
  readonly output: np.Array;
  readonly mlpNorm: np.Array;
  /** Gate and up: [2 hidden, width]. */
  readonly gateUp: np.Array;
  readonly down: np.Array;
};

export type Parameters = {
  readonly embedding: np.Array;
  readonly layers: Layer[];
  readonly norm: np.Array;
  readonly head: np.Array;
};

export function placeParameters({ settings: { model }, weights }: Material): Parameters {
  const vector = (name: string) => np.array(Float32Array.from(weights.get(`${name}.weight`)!));
  const matrix = (columns: number, ...names: string[]) =>
    np.concatenate(names.map(name => vector(name).reshape([-1, columns])));
  const { hidden_size: width, intermediate_size: hidden } = model;
  const layers = Array.from({ length: model.num_hidden_layers }, (_, index) => {
    const at = `model.layers.${index}`;
    const projections = ['q_proj', 'k_proj', 'v_proj'].map(name => `${at}.self_attn.${name}`);
    return {
      inputNorm: vector(`${at}.input_layernorm`),
      qkv: matrix(width, ...projections),
      output: matrix(width, `${at}.self_attn.o_proj`),
      mlpNorm: vector(`${at}.post_attention_layernorm`),
      gateUp: matrix(width, `${at}.mlp.gate_proj`, `${at}.mlp.up_proj`),
      down: matrix(hidden, `${at}.mlp.down_proj`),
    };
  });
  return {
    embedding: matrix(width, 'model.embed_tokens'),
    layers,
    norm: vector('model.norm'),
    head: matrix(width, 'lm_head'),
  };
}
