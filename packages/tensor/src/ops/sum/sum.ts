import type { Tensor } from '../../graph/tensor.ts';
import type { Reduction } from '../axes.ts';
import { recordSum, sumOp } from './sumOp.ts';

/**
 * y = sum of x over one axis, or over all of them; simd adds up in float64. An axis of size 0 gives 0.
 * Shapes: x [..., n, ...] -> [..., ...], with keepDims [..., 1, ...]; all axes: []. dx = dy, repeated. Throws ShapeError.
 */
export const sum: (x: Tensor, options?: Reduction) => Tensor = recordSum(sumOp('sum'));
