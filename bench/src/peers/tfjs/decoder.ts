// The decoder's loss in TensorFlow.js. Its WebAssembly backend lacks the gradient of gather, so ids come one-hot.

import type { Material } from '../../engine/material.ts';
import type { ModelSettings } from '../../engine/settings.ts';
import { type Tf, tf } from './backend.ts';
import { matmul, swap } from './matmul.ts';

/** By checkpoint name; projections that share an input are one matrix (`qkv`, `gate_up`). All are [in, out]. */
export type Weights = ReadonlyMap<string, Tf.Variable>;

export function placeWeights({ settings: { model }, weights }: Material): Weights {
  const { hidden_size: width, intermediate_size: hidden } = model;
  const matrix = (columns: number, ...names: string[]) =>
    tf.variable(
      tf.tidy(() =>
        tf.transpose(
          tf.concat(
            names.map(name =>
              tf.tensor(weights.get(`${name}.weight`)!, [
                weights.get(`${name}.weight`)!.length / columns,
                columns,
              ]),
            ),
            0,
          ),
        ),
      ),
    );
  const vector = (name: string) => tf.variable(tf.tensor1d(weights.get(`${name}.weight`)!));
  const placed = new Map<string, Tf.Variable>();
  placed.set(
    'embedding',
    tf.variable(tf.tensor2d(weights.get('model.embed_tokens.weight')!, [model.vocab_size, width])),
  );
  for (let layer = 0; layer < model.num_hidden_layers; layer++) {
    const at = `model.layers.${layer}`;
    placed.set(`${layer}.input_norm`, vector(`${at}.input_layernorm`));
    placed.set(`${layer}.qkv`, matrix(width, ...['q', 'k', 'v'].map(name => `${at}.self_attn.${name}_proj`)));
    placed.set(`${layer}.output`, matrix(width, `${at}.self_attn.o_proj`));
    placed.set(`${layer}.mlp_norm`, vector(`${at}.post_attention_layernorm`));
    placed.set(`${layer}.gate_up`, matrix(width, `${at}.mlp.gate_proj`, `${at}.mlp.up_proj`));
    placed.set(`${layer}.down`, matrix(hidden, `${at}.mlp.down_proj`));
  }
  placed.set('norm', vector('model.norm'));
  placed.set('head', matrix(width, 'lm_head'));
  return placed;
}

export interface Batch {
  /** One-hot, [rows * tokens, vocabulary]. */
  readonly ids: Tf.Tensor2D;
  readonly targets: Tf.Tensor2D;
  /** 0 where attention may look, -1e9 where not: [tokens, tokens]. */
  readonly mask: Tf.Tensor;
  /** Of the rotary embedding, [tokens, half a head]. */
  readonly cos: Tf.Tensor;
  readonly sin: Tf.Tensor;
}

export function placeBatch({ settings: { model, training }, rows }: Material): Batch {
  const { tokens } = training;
  const oneHot = (from: number) =>
    tf.cast(
      tf.oneHot(
        tf.tensor1d(Int32Array.from(rows.flatMap(row => [...row.subarray(from, from + tokens)])), 'int32'),
        model.vocab_size,
      ),
      'float32',
    ) as Tf.Tensor2D;
  const half = model.hidden_size / model.num_attention_heads / 2;
  const table = (f: (angle: number) => number) =>
    tf.tensor2d(
      Float32Array.from({ length: tokens * half }, (_, i) =>
        f(Math.floor(i / half) * model.rope_theta ** (-(i % half) / half)),
      ),
      [tokens, half],
    );
  const mask = Float32Array.from({ length: tokens * tokens }, (_, i) =>
    i % tokens > Math.floor(i / tokens) ? -1e9 : 0,
  );
  return {
    ids: oneHot(0),
    targets: oneHot(1),
    mask: tf.tensor2d(mask, [tokens, tokens]),
    cos: table(Math.cos),
    sin: table(Math.sin),
  };
}

/** Mean cross-entropy over all rows. */
export function crossEntropy({ model, training }: ModelSettings, weights: Weights, batch: Batch): Tf.Scalar {
  const { num_attention_heads: heads, hidden_size: width, rms_norm_eps: epsilon } = model;
  const { rows, tokens } = training;
  const get = (name: string) => weights.get(name)!;
  const product = (x: Tf.Tensor, name: string) => matmul(x, get(name));
  const norm = (x: Tf.Tensor, name: string) =>
    tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon))), get(name));
  let x = product(batch.ids, 'embedding');
  for (let layer = 0; layer < model.num_hidden_layers; layer++) {
    const qkv = product(norm(x, `${layer}.input_norm`), `${layer}.qkv`);
    const split = tf.transpose(tf.reshape(qkv, [rows, tokens, 3 * heads, width / heads]), [0, 2, 1, 3]);
    const [q, k, v] = tf.split(split, 3, 1) as [Tf.Tensor, Tf.Tensor, Tf.Tensor];
    const scores = tf.mul(matmul(rotate(q, batch), swap(rotate(k, batch))), Math.sqrt(heads / width));
    const attended = tf.transpose(matmul(tf.softmax(tf.add(scores, batch.mask)), v), [0, 2, 1, 3]);
    x = tf.add(x, product(tf.reshape(attended, [rows * tokens, width]), `${layer}.output`));
    const [gate, up] = tf.split(product(norm(x, `${layer}.mlp_norm`), `${layer}.gate_up`), 2, -1) as [
      Tf.Tensor,
      Tf.Tensor,
    ];
    x = tf.add(x, product(tf.mul(tf.mul(gate, tf.sigmoid(gate)), up), `${layer}.down`));
  }
  const logits = product(norm(x, 'norm'), 'head');
  return tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), batch.targets)), -1 / (rows * tokens)) as Tf.Scalar;
}

function rotate(x: Tf.Tensor, { cos, sin }: Batch): Tf.Tensor {
  const [low, high] = tf.split(x, 2, -1) as [Tf.Tensor, Tf.Tensor];
  const first = tf.sub(tf.mul(low, cos), tf.mul(high, sin));
  return tf.concat([first, tf.add(tf.mul(high, cos), tf.mul(low, sin))], -1);
}
