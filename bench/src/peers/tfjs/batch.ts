// What a training step of TensorFlow.js reads beside the parameters: made once.

import type { Material } from '../../engine/material.ts';
import { type Tf, tf } from './backend.ts';

export interface Batch {
  /** One-hot, [rows * tokens, vocabulary]: the WebAssembly backend lacks the gradient of gather. */
  readonly ids: Tf.Tensor;
  readonly targets: Tf.Tensor;
  /** 0 where attention may look, -1e9 where not: [tokens, tokens]. */
  readonly mask: Tf.Tensor;
  /** Of the rotary embedding, [tokens, half a head]. */
  readonly cos: Tf.Tensor;
  readonly sin: Tf.Tensor;
}

export function placeBatch({ settings: { model, training }, rows }: Material): Batch {
  const { tokens } = training;
  const oneHot = (from: number) => {
    const ids = rows.flatMap(row => [...row.subarray(from, from + tokens)]);
    return tf.cast(tf.oneHot(tf.tensor1d(ids, 'int32'), model.vocab_size), 'float32');
  };
  const grid = (columns: number, value: (row: number, column: number) => number) =>
    tf.tensor2d(
      Float32Array.from({ length: tokens * columns }, (_, i) => value(Math.floor(i / columns), i % columns)),
      [tokens, columns],
    );
  const half = model.hidden_size / model.num_attention_heads / 2;
  const angle = (position: number, pair: number) => position * model.rope_theta ** (-pair / half);
  return {
    ids: oneHot(0),
    targets: oneHot(1),
    mask: grid(tokens, (query, key) => (key > query ? -1e9 : 0)),
    cos: grid(half, (position, pair) => Math.cos(angle(position, pair))),
    sin: grid(half, (position, pair) => Math.sin(angle(position, pair))),
  };
}
