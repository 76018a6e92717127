/**
 * Prefix-RFT: one rollout of the group goes on from the expert, the others alone; its share is drawn evenly above a
 * bound that a cosine lowers, so long prefixes come first and all lengths later.
 *
 *     ratio ~ U(low, high),   low = end + (start - end) (1 + cos(pi step / steps)) / 2
 *
 * arXiv 2507.01679; the bounds (0.95 to 0.05) come at second hand. Which prefix tokens are trained on (those of the
 * highest entropy) is up to the loss.
 */
import type { PrefixPolicy } from '../policy.ts';
import { checkCount } from '../rules.ts';
import { cosine } from '../schedules.ts';
import { type OneRatioOptions, oneRatioPolicy } from './oneRatio.ts';
import { checkBounds } from './random.ts';

export interface PrefixRftOptions extends OneRatioOptions {
  /** The lower bound at step 0, in [end, high]. Default 0.95. */
  readonly start?: number;
  /** The lower bound from step `steps` on, in [0, start]. Default 0.05. */
  readonly end?: number;
  /** The upper bound, in [start, 1]. Default 0.95. */
  readonly high?: number;
  /** Steps over which the lower bound falls. */
  readonly steps: number;
}

/** @throws when an option can't work. */
export function prefixRft(options: PrefixRftOptions): PrefixPolicy {
  const { start = 0.95, end = 0.05, high = 0.95, steps, guided = 1 } = options;
  checkBounds('prefixRft', end, start);
  checkBounds('prefixRft', start, high);
  checkCount('prefixRft', 'steps', steps, 1, 300);
  return oneRatioPolicy('prefixRft', { ...options, guided }, ({ step, draw }) => {
    const low = cosine(step, steps, start, end);
    return low + (high - low) * draw(0);
  });
}
