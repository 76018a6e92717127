// The table of a run: greedy accuracies in percent, averaged benchmarks first, then Avg, then the others.

import { labelOf } from '../labels.ts';
import type { Results } from '../run/results.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @param seconds of training, by row name */
export function tableOf(results: Results, seconds: Readonly<Record<string, number>>): Table {
  const { averaged, benchmarks, rows } = results;
  const others = benchmarks.filter(name => !averaged.includes(name));
  const percent = (value: number | undefined) => (value === undefined ? '-' : (100 * value).toFixed(1));
  const skips = rows.some(({ skipped }) => skipped > 0);
  return {
    head: ['greedy %', ...averaged, 'Avg', ...others, 'training s', ...(skips ? ['unjudged'] : [])],
    rows: rows.map(({ name, accuracy, average, skipped }) => [
      labelOf(name),
      ...averaged.map(benchmark => percent(accuracy[benchmark])),
      percent(average),
      ...others.map(benchmark => percent(accuracy[benchmark])),
      seconds[name]?.toFixed(1) ?? '-',
      ...(skips ? [String(skipped)] : []),
    ]),
  };
}

/** For a terminal: names to the left, numbers to the right. */
export function plainTable({ head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]!.length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return [line(head), widths.map(width => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function markdownTable({ head, rows }: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
