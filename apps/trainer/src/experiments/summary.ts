// What runs over bases and seeds come to: means with deviations, and paired comparisons with the subject.

import { type Comparison, comparePaired } from '@trapo/eval';
import { spread } from '../compare/comparison.ts';
import { labelOf } from '../labels.ts';
import type { Table } from '../report/table.ts';
import type { Results } from '../run/results.ts';

/** A line of a table: one method of one row of a study, with its accuracies cell by cell. */
export interface Line {
  readonly label: string;
  /** Of every cell, in the same order for all lines; from 0 to 1. */
  readonly average: readonly number[];
  readonly accuracy: Readonly<Record<string, readonly number[]>>;
}

/** One line for each method of some runs of one config. @param as the label, where the row has one of its own */
export function linesOf(runs: readonly Results[], as?: (name: string) => string): Line[] {
  const names = runs[0]!.rows.map(({ name }) => name);
  return names.map(name => {
    const rows = runs.map(({ rows: all }) => all.find(row => row.name === name)!);
    return {
      label: as?.(name) ?? labelOf(name),
      average: rows.map(({ average }) => average),
      accuracy: Object.fromEntries(
        runs[0]!.benchmarks.map(benchmark => [benchmark, rows.map(({ accuracy }) => accuracy[benchmark]!)]),
      ),
    };
  });
}

/** Means and deviations in percent. */
export function meansTable(lines: readonly Line[], averaged: readonly string[]): Table {
  const benchmarks = Object.keys(lines[0]!.accuracy);
  const others = benchmarks.filter(name => !averaged.includes(name));
  const shown = (values: readonly number[]) => {
    const { mean, deviation } = spread(values.map(value => 100 * value));
    return `${mean.toFixed(1)}${deviation === undefined ? '' : ` ± ${deviation.toFixed(1)}`}`;
  };
  return {
    head: ['greedy %', ...averaged, 'Avg', ...others],
    rows: lines.map(({ label, average, accuracy }) => [
      label,
      ...averaged.map(name => shown(accuracy[name]!)),
      shown(average),
      ...others.map(name => shown(accuracy[name]!)),
    ]),
  };
}

/** The subject's average against each other line's, cell by cell. */
function comparisons(subject: Line, others: readonly Line[]): (Comparison & { readonly label: string })[] {
  return others.map(({ label, average }) => ({ label, ...comparePaired(subject.average, average) }));
}

export function comparisonsTable(subject: Line, others: readonly Line[]): Table {
  return {
    head: [`${subject.label} against`, 'difference (points)', 'better / equal / worse', 'p'],
    rows: comparisons(subject, others).map(({ label, difference, wins, ties, losses, p, exact }) => [
      label,
      `${difference >= 0 ? '+' : ''}${(100 * difference).toFixed(1)}`,
      `${wins} / ${ties} / ${losses}`,
      `${p < 0.001 ? p.toExponential(1) : p.toFixed(3)}${exact ? '' : ' (sampled)'}`,
    ]),
  };
}
