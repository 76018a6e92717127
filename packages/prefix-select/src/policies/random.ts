/** A share of the expert's answer drawn anew for every prompt and step, evenly between two bounds. */
import type { PrefixPolicy } from '../policy.ts';
import { checkRatio, refusal } from '../rules.ts';
import { type OneRatioOptions, oneRatioPolicy } from './oneRatio.ts';

export interface RandomOptions extends OneRatioOptions {
  /** Least share, in [0, 1]. Default 0. */
  readonly low?: number;
  /** The share stays below this, in [low, 1]. Default 1. */
  readonly high?: number;
}

/** @throws when an option can't work. */
export function random(options: RandomOptions): PrefixPolicy {
  const { low = 0, high = 1 } = options;
  checkBounds('random', low, high);
  return oneRatioPolicy('random', options, ({ draw }) => low + (high - low) * draw(0));
}

/** @throws when bounds are outside [0, 1] or out of order. */
export function checkBounds(subject: string, low: number, high: number): void {
  checkRatio(subject, 'low', low);
  checkRatio(subject, 'high', high);
  if (low > high) {
    throw refusal(
      subject,
      `low ${low} is above high ${high}`,
      `Set them in order, e.g. low ${high}, high ${low}`,
    );
  }
}
