// How the numbers are printed.

import type { Spread } from '../measure.ts';

/** A line of the table. Without `theirs`, PyTorch is absent. */
export interface Row {
  readonly what: string;
  readonly threads: number;
  readonly ours: string;
  readonly theirs: string | undefined;
  readonly ratio: number | undefined;
}

export function printHeader(): void {
  printCells('', 'threads', 'trapo', 'PyTorch eager', 'ratio');
}

export function printRow({ what, threads, ours, theirs, ratio }: Row): void {
  printCells(
    what,
    `${threads}`,
    ours,
    theirs ?? 'absent',
    ratio === undefined ? '-' : `${ratio.toFixed(2)}x`,
  );
}

function printCells(what: string, threads: string, ours: string, theirs: string, ratio: string): void {
  console.log(
    `${what.padEnd(40)}${threads.padStart(8)}${ours.padStart(26)}${theirs.padStart(26)}${ratio.padStart(9)}`,
  );
}

/** Median and range, divided by `parts`. */
export function milliseconds({ median, least, most }: Spread, parts = 1): string {
  const format = (value: number) => (value / parts).toFixed(value / parts < 10 ? 3 : 1);
  return `${format(median)} (${format(least)}-${format(most)})`;
}
