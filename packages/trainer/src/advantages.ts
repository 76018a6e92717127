// From the rows of a step to what advantage estimators read.

import type { Advantages, ScoredRow } from './method.ts';

/** Rewards, the group of each row, and which rows set their group's baseline. */
type GroupEstimator = (
  rewards: readonly number[],
  groups: readonly number[],
  options: { readonly baseline: Uint8Array },
) => Float64Array;

/** Compares the rewards of each problem's rows, those in the baseline setting it: GRPO and its kin. */
export const withinGroups =
  (estimate: GroupEstimator) =>
  (rows: readonly ScoredRow[]): Advantages => ({
    advantages: estimate(
      rows.map(({ reward }) => reward),
      rows.map(({ row }) => row.group),
      { baseline: Uint8Array.from(rows, ({ row }) => Number(row.inBaseline)) },
    ),
  });
