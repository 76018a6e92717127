/**
 * UFT's hint: so many of five slices of the expert's answer, tossed slice by slice with a coin that a cosine lowers.
 *
 *     q = low + (high - low) (1 + cos(pi step / steps)) / 2        slices ~ Binomial(5, q), none after `steps`
 *
 * At first nearly the whole answer is given, later nearly nothing, and at every step there are prompts of all kinds.
 * UFT, arXiv 2505.16984; `rl_dataset.py` in its code: T_hint = 300, one draw for all rollouts of a prompt.
 */
import type { PrefixPolicy } from '../policy.ts';
import { checkCount } from '../rules.ts';
import { cosine } from '../schedules.ts';
import { type OneRatioOptions, oneRatioPolicy } from './oneRatio.ts';
import { checkBounds } from './random.ts';

export interface UftOptions extends OneRatioOptions {
  /** q at the end, in [0, 1]. Default 0.05. */
  readonly low?: number;
  /** q at step 0, in [low, 1]. Default 0.95. */
  readonly high?: number;
  /** Last step with a hint. Default 300. */
  readonly steps?: number;
  /** Parts the answer is divided into. Default 5. */
  readonly slices?: number;
}

/** @throws when an option can't work. */
export function uft(options: UftOptions): PrefixPolicy {
  const { low = 0.05, high = 0.95, steps = 300, slices = 5 } = options;
  checkBounds('uft', low, high);
  checkCount('uft', 'steps', steps, 1, 300);
  checkCount('uft', 'slices', slices, 1, 5);
  return oneRatioPolicy('uft', options, ({ step, draw }) => {
    if (step > steps) return 0;
    const q = cosine(step, steps, high, low);
    const given = Array.from({ length: slices }, (_, slice) => draw(slice)).filter(toss => toss < q);
    return given.length / slices;
  });
}
