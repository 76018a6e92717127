import { random } from '../random.ts';
import { expertTrace } from './expertTrace.ts';
import { benchmarkLevels, type Level, trainLevels } from './levels.ts';
import { answerOf, promptOf } from './problem.ts';
import { type LeveledProblem, problems } from './problems.ts';

/** A problem as a row of JSONL. */
export interface BenchmarkRow {
  readonly id: string;
  readonly prompt: string;
  readonly answer: string;
}

/** A training problem: two expert traces, drawn independently of each other. */
export interface TrainRow extends BenchmarkRow {
  readonly experts: readonly string[];
  readonly level: Level;
}

export interface Dataset {
  readonly train: readonly TrainRow[];
  readonly benchmarks: Readonly<Record<Level, readonly BenchmarkRow[]>>;
}

/**
 * The post-training prompts and the six benchmarks of a seed. No prompt is in two of them.
 *
 * The two traces of a row differ only where the expert's noise differs, so some are equal. Making them differ
 * would raise the noise above its stated rate.
 */
export function dataset(
  seed: number,
  {
    train = 1024,
    benchmark = 100,
    levels = trainLevels,
    noise = 0.1,
  }: { train?: number; benchmark?: number; levels?: readonly Level[]; noise?: number } = {},
): Dataset {
  const benchmarks = benchmarkLevels.map(level => problems({ levels: [level], count: benchmark, seed }));
  const exclude = new Set(benchmarks.flat().map(promptOf));
  const rng = random(seed, 'experts');
  return {
    train: problems({ levels, count: train, seed, exclude }).map((problem, i) => ({
      ...row(problem, `train-${i + 1}`),
      experts: [expertTrace(problem, rng, { noise }), expertTrace(problem, rng, { noise })],
      level: problem.level,
    })),
    benchmarks: Object.fromEntries(
      benchmarks.map((list, i) => {
        const level = benchmarkLevels[i]!;
        return [level, list.map((problem, j) => row(problem, `${level}-${j + 1}`))];
      }),
    ) as Record<Level, BenchmarkRow[]>,
  };
}

const row = (problem: LeveledProblem, id: string): BenchmarkRow => ({
  id,
  prompt: promptOf(problem),
  answer: answerOf(problem),
});
