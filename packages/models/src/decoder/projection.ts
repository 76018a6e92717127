// A linear layer as the blocks use it: a matrix, a bias where the family has one, a low-rank adapter where one is trained.

import { linear, mul, type Tensor, type Variable } from '@trapo/tensor';

/** Of a linear layer [out, in]: up and down of rank r, so that the layer's weight is weight + scale up down. */
export interface Adapter<T = Variable> {
  /** A of the LoRA paper (Hu et al. 2021), [r, in]. */
  readonly down: T;
  /** B of the LoRA paper, [out, r]. */
  readonly up: T;
  /** [1]: alpha / r, and 0 while the adapter is merged into the weight. */
  readonly scale: T;
}

/** Adapters of a whole model. */
export interface Adaptation {
  /** By the linear layer's checkpoint name, without `.weight`. */
  readonly adapters: ReadonlyMap<string, Adapter>;
  /** What is trained, by name. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The adapters are part of the weights, and add nothing themselves. */
  readonly isMerged: boolean;
}

export interface Projection<T = Variable> {
  /** [out, in]. */
  readonly weight: T;
  /** [out]. */
  readonly bias: T | undefined;
  readonly adapter: Adapter<T> | undefined;
}

/** x weightT (+ bias) (+ residual) (+ scale (x downT) upT). Shapes: x [..., in] -> [..., out]. */
export function project(x: Tensor, { weight, bias, adapter }: Projection<Tensor>, residual?: Tensor): Tensor {
  const projected = linear(x, weight, { bias, residual });
  if (!adapter) return projected;
  return linear(mul(linear(x, adapter.down), adapter.scale), adapter.up, { residual: projected });
}
