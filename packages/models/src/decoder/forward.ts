// The forward pass, recorded: embedding and blocks. One block reads top to bottom; how it attends (over whole
// sequences, or over a cache) is the caller's choice.

import { embedding, reshape, rmsNorm, rope, swiglu, type Tensor } from '@trapo/tensor';
import type { DecoderConfig } from './config.ts';
import type { DecoderParameters, LayerParameters } from './parameters.ts';
import { project } from './projection.ts';

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

/** The residual stream, [b, t, hidden_size] each: the embedding, and what every block makes of it. */
export function residualStream(
  config: DecoderConfig,
  parameters: DecoderParameters<Tensor>,
  tables: RopeTables,
  { ids, positions }: ForwardInputs,
  attend: Attend,
): readonly Tensor[] {
  const stream = [embedding(ids, parameters.embedding)];
  for (const [index, layer] of parameters.layers.entries()) {
    const x = stream.at(-1)!;
    stream.push(block(config, layer, tables, x, positions, (q, k, v) => attend(q, k, v, index)));
  }
  return stream;
}

/** One block: pre-norm attention, then pre-norm SwiGLU, each added to the stream. What a family lacks is left out. */
export function block(
  config: DecoderConfig,
  layer: LayerParameters<Tensor>,
  { cos, sin }: RopeTables,
  x: Tensor,
  positions: Tensor,
  attend: (q: Tensor, k: Tensor, v: Tensor) => Tensor,
): Tensor {
  const { num_attention_heads: heads, num_key_value_heads: kvHeads, rms_norm_eps: epsilon } = config;

  const normed = rmsNorm(x, layer.inputNorm, epsilon);
  const query = headNorm(project(normed, layer.query), layer.queryNorm, epsilon);
  const key = headNorm(project(normed, layer.key), layer.keyNorm, epsilon);
  const q = rope(query, positions, cos, sin, heads);
  const k = rope(key, positions, cos, sin, kvHeads);
  const v = project(normed, layer.value);
  const attended = project(attend(q, k, v), layer.output, x);

  const inner = rmsNorm(attended, layer.mlpNorm, epsilon);
  return project(swiglu(project(inner, layer.gate), project(inner, layer.up)), layer.down, attended);
}

/** RMSNorm of each head by itself, [..., heads * d] with a weight [d]; the same tensor where there is no norm. */
function headNorm(x: Tensor, weight: Tensor | undefined, epsilon: number): Tensor {
  if (!weight) return x;
  const heads = reshape(x, [...x.shape.slice(0, -1), -1, weight.size]);
  return reshape(rmsNorm(heads, weight, epsilon), x.shape);
}
