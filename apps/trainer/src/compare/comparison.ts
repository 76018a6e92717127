// Runs side by side: greedy accuracies of every method, over seeds where there are several.

import type { Comparison, ComparisonRow, Spread } from '@trapo/dashboard';
import { labelOf } from '../labels.ts';
import type { Results } from '../run/results.ts';

/** What is compared of a run. */
export interface Compared {
  readonly id: string;
  readonly results: Results;
  /** Of training, by row name. */
  readonly seconds: Readonly<Record<string, number>>;
}

/**
 * A row for each method of each config (runs of one name, which differ in seed), or of each run with `each`. Rows are in
 * the order of the runs; benchmarks that the averages count come first.
 */
export function compare(runs: readonly Compared[], each = false): Comparison {
  const averaged = [...new Set(runs.flatMap(({ results }) => results.averaged))];
  const all = [...new Set(runs.flatMap(({ results }) => results.benchmarks))];
  const groups = Map.groupBy(runs, ({ id, results }) => (each ? id : results.name));
  const rows: ComparisonRow[] = [];
  for (const [config, members] of groups) {
    const names = new Set(members.flatMap(({ results }) => results.rows.map(({ name }) => name)));
    for (const name of names) {
      const having = members.flatMap(({ results, seconds }) =>
        results.rows.filter(row => row.name === name).map(row => ({ row, results, seconds: seconds[name] })),
      );
      const accuracy: Record<string, Spread> = {};
      for (const benchmark of all) {
        const values = having.map(({ row }) => row.accuracy[benchmark]).filter(value => value !== undefined);
        if (values.length > 0) accuracy[benchmark] = spread(values.map(value => 100 * value));
      }
      const times = having.map(({ seconds }) => seconds).filter(value => value !== undefined);
      rows.push({
        config,
        method: name,
        label: labelOf(name),
        seeds: having.map(({ results }) => results.seed),
        accuracy,
        average: spread(having.map(({ row }) => 100 * row.average)),
        ...(times.length > 0 && { seconds: spread(times) }),
      });
    }
  }
  return { averaged, others: all.filter(benchmark => !averaged.includes(benchmark)), rows };
}

/** Mean and sample standard deviation; no deviation of one value. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
