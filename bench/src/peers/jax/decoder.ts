// The decoder's loss in jax-js. Functions own what they are given: every use of an array but its last goes through `ref`.

import { nn, numpy as np } from '@jax-js/jax';
import type { ModelSettings } from '../../engine/settings.ts';
import type { Layer, Parameters } from './parameters.ts';

/** Cosines and sines of the rotary embedding, [tokens, 1, half a head] each. */
export type Angles = { readonly cos: np.Array; readonly sin: np.Array };

export function angles({ model, training }: ModelSettings): Angles {
  const half = model.hidden_size / model.num_attention_heads / 2;
  const table = (f: (angle: number) => number) =>
    np
      .array(
        Float32Array.from({ length: training.tokens * half }, (_, i) =>
          f(Math.floor(i / half) * model.rope_theta ** (-(i % half) / half)),
        ),
      )
      .reshape([training.tokens, 1, half]);
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/** Mean cross-entropy: ids [rows, tokens], targets one-hot [rows, tokens, vocabulary]. */
export function crossEntropy(
  { model }: ModelSettings,
  parameters: Parameters,
  ids: np.Array,
  targets: np.Array,
  { cos, sin }: Angles,
): np.Array {
  const [rows, tokens] = ids.shape as [number, number];
  let x = np.take(parameters.embedding, ids, 0);
  for (const layer of parameters.layers) x = block(model, layer, x, cos.ref, sin.ref);
  cos.dispose();
  sin.dispose();
  const logits = linear(rmsNorm(x, parameters.norm, model.rms_norm_eps), parameters.head);
  return nn
    .logSoftmax(logits, -1)
    .mul(targets)
    .sum()
    .mul(-1 / (rows * tokens));
}

function block(
  model: ModelSettings['model'],
  layer: Layer,
  x: np.Array,
  cos: np.Array,
  sin: np.Array,
): np.Array {
  const { num_attention_heads: heads, rms_norm_eps: epsilon } = model;
  const [rows, tokens, width] = x.shape as [number, number, number];
  const qkv = linear(rmsNorm(x.ref, layer.inputNorm, epsilon), layer.qkv);
  const [q, k, v] = np.split(qkv.reshape([rows, tokens, 3 * heads, width / heads]), 3, 2);
  const attended = nn.dotProductAttention(rotate(q!, cos.ref, sin.ref), rotate(k!, cos, sin), v!, {
    isCausal: true,
  });
  const y = x.add(linear(attended.reshape([rows, tokens, width]), layer.output));
  const [gate, up] = np.split(linear(rmsNorm(y.ref, layer.mlpNorm, epsilon), layer.gateUp), 2, -1);
  return y.add(linear(nn.silu(gate!).mul(up!), layer.down));
}

function rotate(x: np.Array, cos: np.Array, sin: np.Array): np.Array {
  const [low, high] = np.split(x, 2, -1) as [np.Array, np.Array];
  const first = low.ref.mul(cos.ref).sub(high.ref.mul(sin.ref));
  return np.concatenate([first, high.mul(cos).add(low.mul(sin))], -1);
}

function rmsNorm(x: np.Array, weight: np.Array, epsilon: number): np.Array {
  const scale = np.reciprocal(np.sqrt(np.square(x.ref).mean(-1, { keepdims: true }).add(epsilon)));
  return x.mul(scale).mul(weight);
}

/** x wT over the last axis; leading axes as rows of one matrix. */
function linear(x: np.Array, weight: np.Array): np.Array {
  const shape = [...x.shape.slice(0, -1), weight.shape[0]!];
  return np.matmul(x.reshape([-1, weight.shape[1]!]), weight.transpose()).reshape(shape);
}
