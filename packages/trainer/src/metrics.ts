// What a step reports. This package's README says what each name means.

import type { TrainingRow } from './rollouts/trainingRow.ts';

/** Numbers by name; names that do not apply to a step are left out. */
export type StepMetrics = Readonly<Record<string, number>>;

/** Metrics of the rows as sampled. */
export function rowMetrics(rows: readonly TrainingRow[], advantages: Float64Array | undefined): StepMetrics {
  const metrics: Record<string, number> = { sampledRows: rows.length };
  const verified = rows.filter(({ verdict }) => verdict !== undefined);
  if (verified.length === 0) return metrics;
  const reward = ({ verdict }: TrainingRow) => verdict!.score;
  const scored = verified.filter(row => reward(row) !== null);
  addMean(
    metrics,
    'reward',
    scored.map(row => reward(row)!),
  );
  addMean(
    metrics,
    'rewardWithoutPrefix',
    scored.filter(({ level }) => level === 0).map(row => reward(row)!),
  );
  addMean(
    metrics,
    'rewardWithPrefix',
    scored.filter(({ level }) => level > 0).map(row => reward(row)!),
  );
  for (const level of [...new Set(verified.map(row => row.level))].sort()) {
    metrics[`level${level}`] = verified.filter(row => row.level === level).length / verified.length;
  }
  const groups = [...Map.groupBy(scored, ({ problem }) => problem).values()];
  addMean(
    metrics,
    'solvedNone',
    groups.map(group => Number(group.every(row => reward(row) === 0))),
  );
  addMean(
    metrics,
    'solvedAll',
    groups.map(group => Number(group.every(row => reward(row) === 1))),
  );
  if (advantages)
    metrics.zeroAdvantageRows = advantages.filter(advantage => advantage === 0).length / rows.length;
  addMean(
    metrics,
    'truncated',
    verified.map(({ truncated }) => Number(truncated)),
  );
  addMean(
    metrics,
    'responseLength',
    verified.map(({ response }) => response.tokens.length),
  );
  for (const [status, of] of Map.groupBy(verified, ({ verdict }) => verdict!.status)) {
    metrics[`verifier/${status}`] = of.length;
  }
  return metrics;
}

/** Sums shares of micro-batches into the window's metrics. */
export function sumMetrics(parts: readonly StepMetrics[]): StepMetrics {
  const sums: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}

function addMean(metrics: Record<string, number>, name: string, values: readonly number[]): void {
  if (values.length > 0) metrics[name] = values.reduce((sum, value) => sum + value, 0) / values.length;
}
