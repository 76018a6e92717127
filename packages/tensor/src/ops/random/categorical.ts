// Draws from softmax(logits) by sampleTokens, whose uniform numbers come from the key here.

import { ShapeError, shapes } from '../../graph/errors.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { maximum } from '../binary/maximum.ts';
import { hasType, last, leading } from '../rules.ts';
import { sampleTokens } from '../sampleTokens/sampleTokens.ts';
import { checkKey } from './draw.ts';
import { uniform } from './uniform.ts';

/**
 * One index for each row of logits, drawn with the probabilities softmax(logits): the first at which their running sum
 * passes a uniform number. Rows depend on one key; where each row has randomness of its own, take sampleTokens.
 * Shapes: logits [..., n], key i32 [KEY_WORDS] (see randomKey) -> i32 [...]. No gradient. Throws ShapeError.
 */
export function categorical(logits: Tensor, key: Tensor): Tensor {
  hasType('categorical', 'logits', logits, 'f32');
  checkKey('categorical', key);
  if (logits.shape.length === 0 || last(logits) === 0) {
    throw new ShapeError(`categorical: logits must have shape [..., n] with n >= 1; got ${shapes(logits)}`);
  }
  const chances = uniform(leading(logits), key);
  // a temperature of 1 for each row: no chance reaches it
  return sampleTokens(logits, chances, maximum(chances, 1)).tokens;
}
