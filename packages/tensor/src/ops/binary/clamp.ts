import type { Tensor } from '../../graph/tensor.ts';
import { type Operand, tensorOf } from '../broadcast/constant.ts';
import { broadcastShape } from '../broadcast/shape.ts';
import { areFloats } from '../rules.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';

/** min(max(x, low), high), broadcast. dx = dy where low <= x <= high, else 0. */
export function clamp(x: Tensor, low: Operand, high: Operand): Tensor {
  const bounds = { low: tensorOf(low), high: tensorOf(high) };
  areFloats('clamp', { x, ...bounds });
  broadcastShape('clamp', x, bounds.low, bounds.high);
  return minimum(maximum(x, bounds.low), bounds.high);
}
