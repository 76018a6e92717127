/** The same share of the expert's answer for every prompt at every step: the plainest baseline. */
import type { PrefixPolicy } from '../policy.ts';
import { checkRatio } from '../rules.ts';
import { type OneRatioOptions, oneRatioPolicy } from './oneRatio.ts';

export interface FixedOptions extends OneRatioOptions {
  /** Share of the expert's answer given, in [0, 1]. */
  readonly ratio: number;
}

/** @throws when an option can't work. */
export function fixed(options: FixedOptions): PrefixPolicy {
  checkRatio('fixed', 'ratio', options.ratio);
  return oneRatioPolicy('fixed', options, () => options.ratio);
}
