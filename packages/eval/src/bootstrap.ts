/**
 * How sure a number is: the percentile bootstrap.
 *
 * Problems are drawn anew with replacement, whole with all their responses, for it is over problems that one wants to
 * generalise; responses of one problem are alike and would make the interval too narrow. Efron, 1979.
 */
import { uniforms } from './random.ts';
import { checkScores, type Scores } from './scores.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Share of resamples inside. Default 0.95. */
  readonly level?: number;
  /** Default 2000. */
  readonly resamples?: number;
  /** The same seed gives the same interval. Default 0. */
  readonly seed?: number;
}

/**
 * The interval of a statistic of problems, e.g. `bootstrap(scores, averageAtK)` or
 * `bootstrap(scores, sample => passAtK(sample, 8))`.
 * @throws as `checkScores` says, or when level or resamples make no interval
 */
export function bootstrap(
  scores: Scores,
  statistic: (sample: Scores) => number,
  { level = 0.95, resamples = 2000, seed = 0 }: BootstrapOptions = {},
): Interval {
  checkScores(scores);
  if (!(level > 0 && level < 1 && Number.isInteger(resamples) && resamples > 0)) {
    throw new Error(
      `A bootstrap needs a level in (0, 1) and a number of resamples, e.g. { level: 0.95, resamples: 2000 }; received level ${level}, resamples ${resamples}.`,
    );
  }
  const next = uniforms(seed);
  const drawn = Array.from({ length: resamples }, () =>
    statistic(scores.map(() => scores[Math.floor(next() * scores.length)]!)),
  ).sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}
