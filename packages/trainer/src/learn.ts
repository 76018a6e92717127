// One pass over rows and one update: what every method's learning comes down to.

import { type Loss, windowOf } from '@trapo/losses';
import type { UpdateSettings } from '@trapo/models';
import type { Advantages, ScoredRow } from './method.ts';
import { lossMetrics, type StepMetrics } from './metrics.ts';
import { masksOf, type Passed, rowObjective } from './objective.ts';
import type { Policy } from './policy.ts';
import { tokenRow } from './rollouts/trainingRow.ts';

export interface Lesson {
  readonly loss: Loss;
  readonly update: UpdateSettings;
  readonly worth?: Advantages | undefined;
  /** The first pass over these rows, whose log-probs are those that sampled; absent in it, where every ratio is 1. */
  readonly first?: Passed | undefined;
  /** A reference policy's log-probabilities, row by row. */
  readonly reference?: readonly Float64Array[] | undefined;
}

/** The loss's derivatives, micro-batch by micro-batch, all weighed by one window; then the update. */
export async function learn(
  policy: Policy,
  rows: readonly ScoredRow[],
  { loss, update, ...given }: Lesson,
): Promise<{ readonly passed: Passed; readonly metrics: StepMetrics; readonly gradientNorm: number }> {
  const window = windowOf(masksOf(rows.map(({ row }) => row)));
  const passed: Passed = { stats: [], metrics: [] };
  await policy.accumulate(
    rows.map(({ row }) => tokenRow(row)),
    rowObjective(rows, { ...given, loss, window }, passed),
  );
  const { gradientNorm } = await policy.update(update);
  return { passed, metrics: lossMetrics(passed.metrics), gradientNorm };
}
