// One norm over many tensors, and gradients held to it.

import { ShapeError } from '../../graph/errors.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { add } from '../add/add.ts';
import { reshape } from '../reshape/reshape.ts';
import { hasType } from '../rules.ts';
import { sumOfSquares } from '../sumOfSquares/sumOfSquares.ts';
import { sqrt } from '../unary/sqrt.ts';

/**
 * sqrt(sum of all squares of all tensors): the norm of gradients as one vector. Shapes: any -> [].
 *
 * The sum of squares passes through float32: from a norm of 1.8e19 on the result is infinity, and norms below 1e-19 lose
 * accuracy and go to 0 at 1e-23. A NaN or an infinity among the numbers comes out as NaN or infinity, so a training loop
 * checks that the norm is finite. The gradient is x / norm, NaN where the norm is 0. Throws ShapeError.
 */
export function globalNorm(tensors: readonly Tensor[]): Tensor {
  if (tensors.length === 0) throw new ShapeError('globalNorm: wants at least one f32 tensor; got none');
  tensors.forEach((tensor, i) => {
    hasType('globalNorm', `tensor ${i}`, tensor, 'f32');
  });
  return reshape(sqrt(tensors.map(sumOfSquares).reduce((total, one) => add(total, one))), []);
}
