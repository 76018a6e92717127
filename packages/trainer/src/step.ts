// One step of training, top to bottom. For TRAPO (arXiv 2512.17636):
//
//   micro-groups of rollouts, each given more of the expert's answer while the rewards stay low   (collect)
//   -> advantages within each prompt's group
//   -> policy gradient on completions + TrSFT on expert prefixes + entropy                         (loss)
//   -> one AdamW update -> metrics
//
// Departures from the authors' code: the loss is divided by rows x response length (theirs by the response length of
// each micro-batch), and a response that the verifier could not judge takes no part in the update.

import type { UpdateSettings } from '@trapo/models';
import type { Problem } from './data/index.ts';
import { learn } from './learn.ts';
import type { Method, ScoredRow } from './method.ts';
import { expertProbabilities, meanMetrics, rowMetrics, type StepMetrics } from './metrics.ts';
import { masksOf } from './objective.ts';
import { type TrainingRow, tokenRow } from './rollouts/trainingRow.ts';
import type { StepContext } from './stepContext.ts';
import { type StepTimings, timed } from './stopwatch.ts';

/** A row that was learned from. */
export interface LearnedRow extends ScoredRow {
  /** Of the row, where the method compares rows; of its first token, where tokens differ. */
  readonly advantage?: number;
  /** Of each response token, in nats, before the update. */
  readonly logProb: Float64Array;
}

export interface StepResult {
  readonly metrics: StepMetrics;
  readonly rows: readonly LearnedRow[];
  /** What metrics of single numbers can't show: counts, by name. */
  readonly histograms: Readonly<Record<string, readonly number[]>>;
  readonly timings: StepTimings;
}

/** Samples, judges, and updates the policy. With no row to learn from, the policy stays as it is. */
export async function trainStep(
  method: Method,
  context: StepContext,
  problems: readonly Problem[],
  update: UpdateSettings,
): Promise<StepResult> {
  const watch = timed(context);
  const { policy, step } = watch.context;

  // 1. rows, and what each is worth beside the others
  const collected = await method.collect(watch.context, problems);
  const { reward = row => row.verdict?.score ?? 0 } = method;
  const rows = collected.filter(isLearnedFrom).map((row): ScoredRow => ({ row, reward: reward(row) }));
  const worth = rows.length > 0 ? await method.advantages?.(rows, watch.context) : undefined;
  const reference = method.usesReference ? await referenceLogProbs(rows, policy) : undefined;

  // 2. the loss, its derivatives, the update: once, or again on the same rows with ratios that move away from 1
  const loss = method.loss(step);
  const passes: Awaited<ReturnType<typeof learn>>[] = [];
  for (let pass = 0; rows.length > 0 && pass < (method.updates ?? 1); pass++) {
    passes.push(await learn(policy, rows, { loss, update, worth, reference, first: passes[0]?.passed }));
  }
  const more = rows.length > 0 ? await method.afterwards?.(rows, watch.context, update) : undefined;

  // 3. what there is to see
  const stats = passes[0]?.passed.stats ?? [];
  const { rowOffsets } = masksOf(rows.map(({ row }) => row));
  const advantageOf = (i: number) =>
    worth && ('advantages' in worth ? worth.advantages[i]! : worth.tokenAdvantages[rowOffsets[i]!]!);
  return {
    metrics: {
      ...rowMetrics(
        collected,
        rows.map((_, i) => advantageOf(i)),
      ),
      ...meanMetrics(passes.map(({ metrics }) => metrics)),
      ...(passes.length > 0 && { gradientNorm: passes.at(-1)!.gradientNorm }),
      ...more,
      learningRate: update.learningRate,
    },
    rows: rows.map((row, i) => ({
      ...row,
      ...(worth && { advantage: advantageOf(i)! }),
      logProb: stats[i]!.logProb,
    })),
    histograms: expertProbabilities(
      rows.map(({ row }) => row),
      stats,
    ),
    timings: watch.timings(passes.length * rowOffsets.at(-1)!),
  };
}

/** Rows that no verifier was asked about are learned from; those it could not judge are not, nor those that were dropped. */
const isLearnedFrom = ({ verdict, dropped }: TrainingRow): boolean => verdict?.score !== null && !dropped;

async function referenceLogProbs(
  rows: readonly ScoredRow[],
  policy: StepContext['policy'],
): Promise<Float64Array[]> {
  const reference = await policy.reference();
  const stats = await reference.score(rows.map(({ row }) => tokenRow(row)));
  return stats.map(({ logProb }) => logProb);
}
