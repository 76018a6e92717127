// The decoder's parameters as variables of TensorFlow.js.

import type { Material } from '../../engine/material.ts';
import { type Tf, tf } from './backend.ts';

/** Matrices are [in, out]; projections that share an input are one, `qkv` and `gate_up`. */
export type Parameters = ReadonlyMap<string, Tf.Variable>;

export function placeParameters({ settings: { model }, weights }: Material): Parameters {
  const get = (name: string) => weights.get(`${name}.weight`)!;
  const vector = (name: string) => tf.variable(tf.tensor1d(get(name)));
  const rows = (name: string, columns: number) =>
    tf.tensor2d(get(name), [get(name).length / columns, columns]);
  const transposed = (columns: number, ...names: string[]) =>
    tf.variable(
      tf.tidy(() =>
        tf.transpose(
          tf.concat(
            names.map(name => rows(name, columns)),
            0,
          ),
        ),
      ),
    );
  const { hidden_size: width, intermediate_size: hidden } = model;
  const placed = new Map<string, Tf.Variable>([
    ['embedding', tf.variable(rows('model.embed_tokens', width))],
    ['norm', vector('model.norm')],
    ['head', transposed(width, 'lm_head')],
  ]);
  for (let layer = 0; layer < model.num_hidden_layers; layer++) {
    const at = `model.layers.${layer}`;
    const projections = ['q_proj', 'k_proj', 'v_proj'].map(name => `${at}.self_attn.${name}`);
    placed
      .set(`${layer}.input_norm`, vector(`${at}.input_layernorm`))
      .set(`${layer}.qkv`, transposed(width, ...projections))
      .set(`${layer}.output`, transposed(width, `${at}.self_attn.o_proj`))
      .set(`${layer}.mlp_norm`, vector(`${at}.post_attention_layernorm`))
      .set(`${layer}.gate_up`, transposed(width, `${at}.mlp.gate_proj`, `${at}.mlp.up_proj`))
      .set(`${layer}.down`, transposed(hidden, `${at}.mlp.down_proj`));
  }
  return placed;
}
