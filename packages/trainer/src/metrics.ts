// What a step reports. This package's README says what each name means.

import type { RowStats } from '@trapo/models';
import type { TrainingRow } from './rollouts/trainingRow.ts';

/** Numbers by name; names that do not apply to a step are left out. */
export type StepMetrics = Readonly<Record<string, number>>;

/**
 * Metrics of the rows as sampled.
 * @param advantages of the rows that are learned from, where there are any
 */
export function rowMetrics(
  rows: readonly TrainingRow[],
  advantages: readonly (number | undefined)[],
): StepMetrics {
  const metrics: Record<string, number> = { sampledRows: rows.length };
  const dropped = rows.filter(row => row.dropped).length;
  if (dropped > 0) metrics.droppedRows = dropped;
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
  const groups = [...Map.groupBy(scored, ({ group }) => group).values()];
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
  if (advantages.some(advantage => advantage !== undefined))
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

/** Adds up the shares that micro-batches have in the metrics of a pass. */
export function lossMetrics(parts: readonly StepMetrics[]): StepMetrics {
  const sums: Record<string, number> = {};
  for (const [name, value] of parts.flatMap(part => Object.entries(part)))
    sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

/** The mean over passes. */
export function meanMetrics(passes: readonly StepMetrics[]): StepMetrics {
  const sums = lossMetrics(passes);
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / passes.length]));
}

const BINS = 20;

/** How likely the policy finds the expert's tokens: counts over BINS equal parts of [0, 1]; nothing where there are none. */
export function expertProbabilities(
  rows: readonly TrainingRow[],
  stats: readonly RowStats[],
): Readonly<Record<string, readonly number[]>> {
  const counts = Array<number>(BINS).fill(0);
  rows.forEach(({ response }, row) => {
    stats[row]?.logProb.forEach((logProb, t) => {
      if (response.prefixMask[t]) counts[Math.min(BINS - 1, Math.floor(Math.exp(logProb) * BINS))]!++;
    });
  });
  return counts.some(count => count > 0) ? { 'expertProbability/hist': counts } : {};
}

function addMean(metrics: Record<string, number>, name: string, values: readonly number[]): void {
  if (values.length > 0) metrics[name] = values.reduce((sum, value) => sum + value, 0) / values.length;
}
