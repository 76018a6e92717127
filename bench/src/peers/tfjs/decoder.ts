// The decoder's loss in TensorFlow.js.

import type { ModelSettings } from '../../engine/settings.ts';
import { type Tf, tf } from './backend.ts';
import type { Batch } from './batch.ts';
import { matmul, swap } from './matmul.ts';
import type { Parameters } from './parameters.ts';

/** Mean cross-entropy over all rows. */
export function crossEntropy(
  { model, training: { rows, tokens } }: ModelSettings,
  parameters: Parameters,
  batch: Batch,
): Tf.Scalar {
  const { num_attention_heads: heads, hidden_size: width } = model;
  const linear = (x: Tf.Tensor, name: string) => matmul(x, parameters.get(name)!);
  const norm = (x: Tf.Tensor, name: string) => {
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), model.rms_norm_eps));
    return tf.mul(tf.mul(x, scale), parameters.get(name)!);
  };
  let x = linear(batch.ids, 'embedding');
  for (let layer = 0; layer < model.num_hidden_layers; layer++) {
    const qkv = linear(norm(x, `${layer}.input_norm`), `${layer}.qkv`);
    const byHead = tf.transpose(tf.reshape(qkv, [rows, tokens, 3 * heads, width / heads]), [0, 2, 1, 3]);
    const attended = tf.transpose(attention(byHead, batch), [0, 2, 1, 3]);
    x = tf.add(x, linear(tf.reshape(attended, [rows * tokens, width]), `${layer}.output`));
    const [gate, up] = halves(linear(norm(x, `${layer}.mlp_norm`), `${layer}.gate_up`));
    x = tf.add(x, linear(tf.mul(tf.mul(gate, tf.sigmoid(gate)), up), `${layer}.down`));
  }
  const logits = linear(norm(x, 'norm'), 'head');
  return tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), batch.targets)), -1 / (rows * tokens)) as Tf.Scalar;
}

/** Causal, of queries, keys and values [rows, 3 heads, tokens, size]. */
function attention(qkv: Tf.Tensor, batch: Batch): Tf.Tensor {
  const [q, k, v] = tf.split(qkv, 3, 1) as [Tf.Tensor, Tf.Tensor, Tf.Tensor];
  const scores = tf.mul(matmul(rotate(q, batch), swap(rotate(k, batch))), 1 / Math.sqrt(q.shape.at(-1)!));
  return matmul(tf.softmax(tf.add(scores, batch.mask)), v);
}

function rotate(x: Tf.Tensor, { cos, sin }: Batch): Tf.Tensor {
  const [low, high] = halves(x);
  const first = tf.sub(tf.mul(low, cos), tf.mul(high, sin));
  return tf.concat([first, tf.add(tf.mul(high, cos), tf.mul(low, sin))], -1);
}

function halves(x: Tf.Tensor): [Tf.Tensor, Tf.Tensor] {
  return tf.split(x, 2, -1) as [Tf.Tensor, Tf.Tensor];
}
