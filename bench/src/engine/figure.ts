// A figure of the bench: what was measured, of whom, and what was asked of it.

import type { Spread } from '../measure.ts';

/** What trapo is asked to reach. */
export interface Bar {
  readonly wanted: number;
  readonly reached: number;
  readonly met: boolean;
}

export interface Figure extends Partial<Spread> {
  /** For example `train a`. */
  readonly what: string;
  readonly who: string;
  readonly threads: number;
  readonly unit: string;
  /** Of the peak that the machine reaches in registers, for matrix products. */
  readonly share?: Spread;
  /** How many times faster trapo is. */
  readonly ratio?: number;
  readonly bar?: Bar;
  /** Why it was not measured. */
  readonly absent?: string;
}

export function barOf(wanted: number | undefined, reached: number): { bar?: Bar } {
  return wanted === undefined ? {} : { bar: { wanted, reached, met: reached >= wanted } };
}

/** For example `>= 1.5x: met`. */
export function barText(bar: Bar | undefined, format: (value: number) => string): string {
  return bar ? `>= ${format(bar.wanted)}: ${bar.met ? 'met' : 'missed'}` : '';
}

export const times = (value: number): string => `${Number(value.toFixed(2))}x`;
export const percent = (value: number): string => `${(100 * value).toFixed(0)}%`;

/** Median and range. */
export function spreadText({ median, least, most }: Partial<Spread>): string {
  const format = (value: number) => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
  return `${format(median!)} (${format(least!)}-${format(most!)})`;
}
