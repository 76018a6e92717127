// A run: steps of a method, phase by phase. It yields after every step, so that a caller shows progress, writes metrics
// and stops when it likes, always between two whole steps.

import type { UpdateSettings } from '@trapo/models';
import type { Verifier } from '@trapo/verifiers';
import type { Problem } from '../data/index.ts';
import type { Phase } from '../methods/index.ts';
import type { StepMetrics } from '../metrics.ts';
import type { Policy } from '../policy.ts';
import { trainStep } from '../step.ts';
import { batchIndices } from './batches.ts';
import { learningRate, type Schedule } from './schedule.ts';

export interface TrainOptions {
  readonly policy: Policy;
  readonly verifier: Verifier;
  readonly problems: readonly Problem[];
  readonly phases: readonly Phase[];
  readonly steps: number;
  /** Rows of a step: every method takes as many problems as give it these. */
  readonly rowsPerStep: number;
  /** One for each phase, or one for all. */
  readonly schedules: readonly Schedule[];
  readonly update: Omit<UpdateSettings, 'learningRate'>;
  readonly responseLength: number;
  readonly temperature: number;
  /** Text that ends a paragraph: prefixes are snapped behind tokens that hold it. */
  readonly paragraphBreak: string;
  readonly seed: number;
}

/** Trains; yields each step's metrics once its update is done. */
export async function* train(
  options: TrainOptions,
): AsyncGenerator<StepMetrics & { readonly step: number }, void> {
  const { policy, problems, phases, steps, rowsPerStep, schedules, seed } = options;
  const breakTokens = policy.tokenizer.tokensContaining(options.paragraphBreak);
  let done = 0;
  let share = 0;
  for (const [i, phase] of phases.entries()) {
    share += phase.share;
    const begin = done;
    const end = Math.round(share * steps);
    const schedule = schedules[i] ?? schedules[0]!;
    const perStep = Math.max(1, Math.round(rowsPerStep / phase.method.rowsPerProblem));
    policy.resetOptimizer();
    for (; done < end; done++) {
      const batch = batchIndices(problems.length, perStep, seed, done).map(index => problems[index]!);
      const metrics = await trainStep(phase.method, { ...options, breakTokens, step: done }, batch, {
        ...options.update,
        learningRate: learningRate(schedule, done - begin, end - begin),
      });
      yield { step: done + 1, phase: i + 1, ...metrics };
    }
  }
}
