import type { Tensor } from '../../graph/tensor.ts';
import type { Operand } from '../broadcast/constant.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';

/** min(max(x, low), high), broadcast. dx = dy where low <= x <= high, else 0. */
export function clamp(x: Tensor, low: Operand, high: Operand): Tensor {
  return minimum(maximum(x, low), high);
}
