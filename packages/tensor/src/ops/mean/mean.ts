import type { Tensor } from '../../graph/tensor.ts';
import type { Reduction } from '../axes.ts';
import { recordSum, sumOp } from '../sum/sumOp.ts';

/**
 * y = sum(x) / n over one axis, or over all of them; simd adds up in float64. An axis of size 0 gives NaN.
 * Shapes: x [..., n, ...] -> [..., ...], with keepDims [..., 1, ...]; all axes: []. dx = dy / n, repeated. Throws ShapeError.
 */
export const mean: (x: Tensor, options?: Reduction) => Tensor = recordSum(sumOp('mean'));
