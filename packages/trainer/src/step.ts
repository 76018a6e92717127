// One step of training, top to bottom. For TRAPO (arXiv 2512.17636):
//
//   micro-groups of rollouts, each given more of the expert's answer while the rewards stay low   (collect)
//   -> advantages within each prompt's group
//   -> policy gradient on completions + TrSFT on expert prefixes + entropy                         (loss)
//   -> one AdamW update -> metrics
//
// Departures from the authors' code: the loss is divided by rows x response length (theirs by the response length of
// each micro-batch), and a response that the verifier could not judge takes no part in the update.

import { type TokenBatch, type Window, windowOf } from '@trapo/losses';
import type { Objective, RowStats, UpdateSettings } from '@trapo/models';
import type { Problem } from './data/index.ts';
import type { Method } from './method.ts';
import { rowMetrics, type StepMetrics, sumMetrics } from './metrics.ts';
import { type TrainingRow, tokenRow } from './rollouts/trainingRow.ts';
import type { StepContext } from './stepContext.ts';

/** Samples, judges, and updates the policy once. */
export async function trainStep(
  method: Method,
  context: StepContext,
  problems: readonly Problem[],
  update: UpdateSettings,
): Promise<StepMetrics> {
  const collected = await method.collect(context, problems);
  const rows = collected.filter(({ verdict }) => verdict === undefined || verdict.score !== null);
  const advantages = method.advantages?.(
    rows.map(({ verdict }) => verdict!.score!),
    rows.map(({ problem }) => problem),
    Uint8Array.from(rows, ({ inBaseline }) => Number(inBaseline)),
  );

  const lossMetrics: Record<string, number>[] = [];
  const window = windowOf(masksOf(rows));
  await context.policy.accumulate(
    rows.map(tokenRow),
    objective(method, rows, advantages, window, lossMetrics),
  );
  const { gradientNorm } = await context.policy.update(update);

  return {
    ...rowMetrics(collected, advantages),
    ...sumMetrics(lossMetrics),
    gradientNorm,
    learningRate: update.learningRate,
  };
}

/** The method's loss as the policy asks for it: micro-batch by micro-batch, all weighed by one window. */
function objective(
  method: Method,
  rows: readonly TrainingRow[],
  advantages: Float64Array | undefined,
  window: Window,
  metrics: Record<string, number>[],
): Objective {
  return (indices, stats) => {
    const batch: TokenBatch = {
      ...masksOf(indices.map(index => rows[index]!)),
      logProb: concat(stats, 'logProb'),
      entropy: concat(stats, 'entropy'),
      ...(advantages && { advantages: Float64Array.from(indices, index => advantages[index]!) }),
    };
    const result = method.loss(batch, window);
    metrics.push({ loss: result.loss, ...result.metrics });
    return indices.map((_, i) => ({
      logProb: result.gradLogProb.subarray(batch.rowOffsets[i]!, batch.rowOffsets[i + 1]!),
      entropy: result.gradEntropy.subarray(batch.rowOffsets[i]!, batch.rowOffsets[i + 1]!),
    }));
  };
}

function masksOf(rows: readonly TrainingRow[]) {
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

function concat(stats: readonly RowStats[], name: keyof RowStats): Float64Array {
  return Float64Array.from(stats.flatMap(row => [...row[name]]));
}
