// Outcomes as lines of text.

import type { Outcome } from './runRow.ts';

const WIDTHS = [26, 13, 15, 16, 8];

const line = (...cells: readonly string[]) =>
  cells
    .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
    .join('')
    .trimEnd();

export const HEADER: string = line('backend', 'operations', 'worst error', 'of gradients', 'seconds');

/** The row of the table, and below it what failed. */
export function toLines({ row, absent, broken, verdicts, seconds }: Outcome): readonly string[] {
  if (absent && !broken) return [line(row.name, `absent: ${absent}`)];
  const operations = Map.groupBy(verdicts, ({ operation }) => operation);
  const passed = [...operations.values()].filter(suites => suites.every(({ failure }) => !failure));
  const worst = (errors: readonly number[]) =>
    errors.length > 0 ? errors.reduce((most, error) => Math.max(most, error)).toExponential(1) : '-';
  return [
    line(
      row.name,
      `${passed.length}/${operations.size}`,
      worst(verdicts.map(({ forward }) => forward)),
      worst(verdicts.flatMap(({ gradient }) => gradient ?? [])),
      seconds.toFixed(1),
    ),
    ...(broken ? [`  the run broke: ${broken}`] : []),
    ...verdicts.filter(({ failure }) => failure).map(({ name, failure }) => `  ${name}: ${failure}`),
  ];
}

export function failed({ broken, verdicts }: Outcome): boolean {
  return broken !== undefined || verdicts.some(({ failure }) => failure);
}
