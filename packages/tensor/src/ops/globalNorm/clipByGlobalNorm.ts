import type { Tensor } from '../../graph/tensor.ts';
import { add } from '../add/add.ts';
import { div } from '../binary/div.ts';
import { minimum } from '../binary/minimum.ts';
import { mul } from '../binary/mul.ts';
import { globalNorm } from './globalNorm.ts';

/** What keeps PyTorch's quotient finite. */
const EPSILON = 1e-6;

/**
 * The tensors times min(1, maxNorm / (norm + 1e-6)), as PyTorch's clip_grad_norm_ has it, and their norm before.
 * Shapes: any -> norm [], clipped as the tensors.
 *
 * Where the norm is NaN, all that is clipped is NaN; where it is infinite, finite numbers become 0 and infinite ones NaN
 * (see globalNorm for when it is): check the norm before using what is clipped. Differentiable. Throws ShapeError, and
 * RangeError unless maxNorm is a number above 0.
 */
export function clipByGlobalNorm(
  tensors: readonly Tensor[],
  maxNorm: number,
): { readonly norm: Tensor; readonly clipped: readonly Tensor[] } {
  if (!(maxNorm > 0)) {
    throw new RangeError(`clipByGlobalNorm: maxNorm must be a number above 0, for example 1; got ${maxNorm}`);
  }
  const norm = globalNorm(tensors);
  const scale = minimum(div(maxNorm, add(norm, EPSILON)), 1);
  return { norm, clipped: tensors.map(tensor => mul(tensor, scale)) };
}
