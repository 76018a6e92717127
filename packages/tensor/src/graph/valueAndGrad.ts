// Gradients of a scalar, for losses that are recorded themselves.

import { tensorOf } from '../ops/broadcast/constant.ts';
import { ShapeError, shapes } from './errors.ts';
import { vjp } from './gradient.ts';
import type { Tensor } from './tensor.ts';

/**
 * Records the gradients of a scalar `loss` with respect to each tensor of `wrt`, in order.
 *
 * @throws ShapeError when the loss is not of shape []: reduce it with `sum` or `mean` first
 * @throws Error as `vjp` does
 */
export function valueAndGrad(
  loss: Tensor,
  wrt: readonly Tensor[],
): { readonly value: Tensor; readonly gradients: readonly Tensor[] } {
  if (loss.shape.length > 0) {
    throw new ShapeError(
      `valueAndGrad: the loss is one number of shape [], for example mean(square(x)); got ${shapes(loss)}`,
    );
  }
  return { value: loss, gradients: vjp([loss], [tensorOf(1)], wrt) };
}
