// One step of training, top to bottom. For TRAPO (arXiv 2512.17636):
//
//   micro-groups of rollouts, each given more of the expert's answer while the rewards stay low   (collect)
//   -> advantages within each prompt's group
//   -> policy gradient on completions + TrSFT on expert prefixes + entropy                         (loss)
//   -> one AdamW update -> metrics
//
// Departures from the authors' code: the loss is divided by rows x response length (theirs by the response length of
// each micro-batch), and a response that the verifier could not judge takes no part in the update.

import { windowOf } from '@trapo/losses';
import type { UpdateSettings } from '@trapo/models';
import type { Problem } from './data/index.ts';
import type { Method, ScoredRow } from './method.ts';
import { expertProbabilities, lossMetrics, rowMetrics, type StepMetrics } from './metrics.ts';
import { masksOf, type Passed, rowObjective } from './objective.ts';
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
  const rows = collected.filter(isJudged).map(row => ({ row, reward: row.verdict?.score ?? 0 }));
  const worth = method.advantages?.(rows);

  // 2. the loss's derivatives, micro-batch by micro-batch, all weighed by one window; then the update
  const loss = method.loss(step);
  const window = windowOf(masksOf(rows.map(({ row }) => row)));
  const passes: Passed[] = [];
  let gradientNorm = 0;
  for (let pass = 0; rows.length > 0 && pass < (method.updates ?? 1); pass++) {
    const passed: Passed = { stats: [], metrics: [] };
    await policy.accumulate(
      rows.map(({ row }) => tokenRow(row)),
      rowObjective(rows, worth, loss, window, passed, passes[0]),
    );
    ({ gradientNorm } = await policy.update(update));
    passes.push(passed);
  }

  // 3. what there is to see
  const offsets = masksOf(rows.map(({ row }) => row)).rowOffsets;
  const advantageOf = (i: number) =>
    worth && ('advantages' in worth ? worth.advantages[i]! : worth.tokenAdvantages[offsets[i]!]!);
  return {
    metrics: {
      ...rowMetrics(
        collected,
        rows.map((_, i) => advantageOf(i)),
      ),
      ...lossMetrics(passes.map(({ metrics }) => metrics)),
      gradientNorm,
      learningRate: update.learningRate,
    },
    rows: rows.map((row, i) => ({
      ...row,
      ...(worth && { advantage: advantageOf(i)! }),
      logProb: passes[0]!.stats[i]!.logProb,
    })),
    histograms: expertProbabilities(
      rows.map(({ row }) => row),
      passes[0]?.stats ?? [],
    ),
    timings: watch.timings(passes.length * window.tokens),
  };
}

/** Rows that no verifier was asked about are learned from; those it could not judge are not. */
const isJudged = ({ verdict }: TrainingRow): boolean => verdict === undefined || verdict.score !== null;
