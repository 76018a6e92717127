// The forward pass, recorded: embedding, blocks, norm. One block reads top to bottom; how it attends (over whole
// sequences, or over a cache) is the caller's choice.

import { embedding, linear, rmsNorm, rope, swiglu, type Tensor } from '@trapo/tensor';
import type { DecoderConfig } from './config.ts';
import type { DecoderParameters, LayerParameters } from './parameters.ts';

/** Attention of one layer: q [b, t, heads * d], k and v [b, t, kvHeads * d] -> [b, t, heads * d]. */
export type Attend = (q: Tensor, k: Tensor, v: Tensor, layer: number) => Tensor;

export interface ForwardInputs {
  /** Token ids, i32 [b, t]. */
  readonly ids: Tensor;
  /** Positions in the sequence, i32 [b, t]. */
  readonly positions: Tensor;
}

export interface RopeTables {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/** Hidden states after the last norm [b, t, hidden_size]: times the head they are logits. */
export function forward(
  config: DecoderConfig,
  parameters: DecoderParameters<Tensor>,
  tables: RopeTables,
  { ids, positions }: ForwardInputs,
  attend: Attend,
): Tensor {
  let x = embedding(ids, parameters.embedding);
  parameters.layers.forEach((layer, index) => {
    x = block(config, layer, tables, x, positions, (q, k, v) => attend(q, k, v, index));
  });
  return rmsNorm(x, parameters.norm, config.rms_norm_eps);
}

/** One block of the Llama family: pre-norm attention, then pre-norm SwiGLU, each added to the stream. */
function block(
  config: DecoderConfig,
  layer: LayerParameters<Tensor>,
  { cos, sin }: RopeTables,
  x: Tensor,
  positions: Tensor,
  attend: (q: Tensor, k: Tensor, v: Tensor) => Tensor,
): Tensor {
  const normed = rmsNorm(x, layer.inputNorm, config.rms_norm_eps);
  const q = rope(linear(normed, layer.query), positions, cos, sin, config.num_attention_heads);
  const k = rope(linear(normed, layer.key), positions, cos, sin, config.num_key_value_heads);
  const v = linear(normed, layer.value);
  const attended = linear(attend(q, k, v), layer.output, { residual: x });

  const inner = rmsNorm(attended, layer.mlpNorm, config.rms_norm_eps);
  return linear(swiglu(linear(inner, layer.gate), linear(inner, layer.up)), layer.down, {
    residual: attended,
  });
}
