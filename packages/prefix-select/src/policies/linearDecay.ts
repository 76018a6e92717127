/**
 * A share of the expert's answer that falls in a straight line as the run goes on, and stays at its end: the model is
 * weaned off the expert, whatever it can do by then.
 *
 *     ratio = from + (to - from) min(1, step / steps)
 */
import type { PrefixPolicy } from '../policy.ts';
import { checkCount, checkRatio, refusal } from '../rules.ts';
import { linear } from '../schedules.ts';
import { type OneRatioOptions, oneRatioPolicy } from './oneRatio.ts';

export interface LinearDecayOptions extends OneRatioOptions {
  /** The larger share, in [0, 1]. Default 1. */
  readonly from?: number;
  /** The smaller share, in [0, from]. Default 0. */
  readonly to?: number;
  /** Steps from one to the other. */
  readonly steps: number;
}

/** @throws when an option can't work. */
export function linearDecay(options: LinearDecayOptions): PrefixPolicy {
  const { from, to } = checkDecay('linearDecay', options);
  return oneRatioPolicy('linearDecay', options, ({ step }) => linear(step, options.steps, from, to));
}

/** @throws when shares are outside [0, 1] or out of order, or steps is not a positive number. */
export function checkDecay(
  subject: string,
  { from = 1, to = 0, steps }: LinearDecayOptions,
): { from: number; to: number } {
  checkRatio(subject, 'from', from);
  checkRatio(subject, 'to', to);
  checkCount(subject, 'steps', steps, 1, 300);
  if (to > from) {
    throw refusal(
      subject,
      `to ${to} is above from ${from}`,
      'Exchange them, or take the policy that goes the other way',
    );
  }
  return { from, to };
}
