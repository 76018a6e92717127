/**
 * Linear decay run backwards: the share of the expert's answer grows from `to` to `from` as the run goes on. The
 * counterpart that shows whether a decay helps by its direction, or only by its mean.
 *
 *     ratio = to + (from - to) min(1, step / steps)
 */
import type { PrefixPolicy } from '../policy.ts';
import { linear } from '../schedules.ts';
import { checkDecay, type LinearDecayOptions } from './linearDecay.ts';
import { oneRatioPolicy } from './oneRatio.ts';

/** @throws when an option can't work. */
export function reverseLinearDecay(options: LinearDecayOptions): PrefixPolicy {
  const { from, to } = checkDecay('reverseLinearDecay', options);
  return oneRatioPolicy('reverseLinearDecay', options, ({ step }) => linear(step, options.steps, to, from));
}
