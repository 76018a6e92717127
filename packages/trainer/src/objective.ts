// A method's loss as a policy asks for it: some rows' statistics in, their derivatives out.

import type { Loss, TokenBatch, TokenMasks, Window } from '@trapo/losses';
import type { Objective, RowStats } from '@trapo/models';
import type { Advantages, ScoredRow } from './method.ts';
import type { StepMetrics } from './metrics.ts';
import type { TrainingRow } from './rollouts/trainingRow.ts';

/** What one pass over the rows of a step saw: statistics by row, metrics by micro-batch. */
export interface Passed {
  readonly stats: RowStats[];
  readonly metrics: StepMetrics[];
}

/** Statistics or derivatives that are not finite; nothing was updated. */
export class NonFiniteLossError extends Error {
  override readonly name = 'NonFiniteLossError';
}

interface Given {
  readonly loss: Loss;
  readonly window: Window;
  readonly worth?: Advantages | undefined;
  readonly first?: Passed | undefined;
  readonly reference?: readonly Float64Array[] | undefined;
}

/** @param passed is filled as the policy goes through its micro-batches */
export function rowObjective(
  rows: readonly ScoredRow[],
  { loss, window, worth, first, reference }: Given,
  passed: Passed,
): Objective {
  const { rowOffsets } = masksOf(rows.map(({ row }) => row));
  return (indices, stats) => {
    for (const [i, index] of indices.entries()) passed.stats[index] = stats[i]!;
    refuseNonFinite(rows, indices, 'log-probability', i => stats[i]!.logProb);
    const batch: TokenBatch = {
      ...masksOf(indices.map(index => rows[index]!.row)),
      logProb: concat(stats.map(({ logProb }) => logProb)),
      entropy: concat(stats.map(({ entropy }) => entropy)),
      ...(first && { oldLogProb: concat(indices.map(index => first.stats[index]!.logProb)) }),
      ...(reference && { refLogProb: concat(indices.map(index => reference[index]!)) }),
      ...(worth && pick(worth, indices, rowOffsets)),
    };
    const result = loss(batch, window);
    passed.metrics.push({ loss: result.loss, ...result.metrics });
    const cut = (values: Float64Array, i: number) =>
      values.subarray(batch.rowOffsets[i]!, batch.rowOffsets[i + 1]!);
    refuseNonFinite(rows, indices, 'gradient of the loss', i => cut(result.gradLogProb, i));
    return indices.map((_, i) => ({
      logProb: cut(result.gradLogProb, i),
      entropy: cut(result.gradEntropy, i),
    }));
  };
}

/** The masks of rows, one after another. */
export function masksOf(rows: readonly TrainingRow[]): TokenMasks & { readonly rowOffsets: number[] } {
  const rowOffsets = [0];
  for (const { response } of rows) rowOffsets.push(rowOffsets.at(-1)! + response.tokens.length);
  const join = (mask: 'responseMask' | 'prefixMask' | 'sftMask') =>
    Uint8Array.from(rows.flatMap(({ response }) => [...response[mask]]));
  return {
    rowOffsets,
    responseMask: join('responseMask'),
    prefixMask: join('prefixMask'),
    sftMask: join('sftMask'),
  };
}

/** The advantages of some of the rows. */
function pick(worth: Advantages, indices: readonly number[], rowOffsets: readonly number[]): Advantages {
  if ('advantages' in worth) {
    return { advantages: Float64Array.from(indices, index => worth.advantages[index]!) };
  }
  const { tokenAdvantages } = worth;
  return {
    tokenAdvantages: concat(
      indices.map(index => tokenAdvantages.subarray(rowOffsets[index], rowOffsets[index + 1])),
    ),
  };
}

function refuseNonFinite(
  rows: readonly ScoredRow[],
  indices: readonly number[],
  what: string,
  values: (i: number) => Float64Array,
): void {
  const bad = indices.filter((_, i) => !values(i).every(Number.isFinite));
  if (bad.length === 0) return;
  const named = bad.slice(0, 5).map(index => `row ${index} (problem ${rows[index]!.row.problem.id})`);
  const rest = bad.length > 5 ? ` and ${bad.length - 5} more` : '';
  throw new NonFiniteLossError(
    `a ${what} of ${named.join(', ')}${rest} is not finite; the weights were not changed. ` +
      'The model diverged: go on from an earlier checkpoint with a smaller learningRate or clipNorm',
  );
}

/** Arrays one after another. */
export const concat = (parts: readonly Float64Array[]): Float64Array => {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
