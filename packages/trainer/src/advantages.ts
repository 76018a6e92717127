// From the rows of a step to what advantage estimators read.

import { lastTokenRewards, type TokenRewards } from '@trapo/losses';
import type { Advantages, ScoredRow } from './method.ts';
import { masksOf } from './objective.ts';

/** Rewards, the group of each row, and which rows set their group's baseline. */
type GroupEstimator = (
  rewards: readonly number[],
  groups: readonly number[],
  options: { readonly baseline: Uint8Array },
) => Float64Array;

/** Compares the rewards of each problem's rows, those in the baseline setting it: GRPO and its kin. */
export const withinGroups =
  (estimate: GroupEstimator) =>
  (rows: readonly ScoredRow[]): { readonly advantages: Float64Array } => ({
    advantages: estimate(
      rows.map(({ reward }) => reward),
      rows.map(({ row }) => row.group),
      { baseline: Uint8Array.from(rows, ({ row }) => Number(row.inBaseline)) },
    ),
  });

/** Each row's reward on its last response token, for estimators with a sense of time. */
export function tokenRewardsOf(rows: readonly ScoredRow[]): TokenRewards {
  const { rowOffsets, responseMask } = masksOf(rows.map(({ row }) => row));
  const tokens = { rowOffsets, ...(responseMask && { responseMask }) };
  return {
    ...tokens,
    rewards: lastTokenRewards(
      Float64Array.from(rows, ({ reward }) => reward),
      tokens,
    ),
  };
}

/** Advantages by row, and 1 on every token that the expert wrote: what its text is worth does not hang on its reward. */
export function onesOnPrefixes(rows: readonly ScoredRow[], advantages: Float64Array): Advantages {
  const { rowOffsets, prefixMask } = masksOf(rows.map(({ row }) => row));
  const tokenAdvantages = new Float64Array(rowOffsets.at(-1)!);
  for (const [row, advantage] of advantages.entries()) {
    tokenAdvantages.fill(advantage, rowOffsets[row], rowOffsets[row + 1]);
  }
  prefixMask?.forEach((given, t) => {
    if (given) tokenAdvantages[t] = 1;
  });
  return { tokenAdvantages };
}
