// A run: steps of a method, phase by phase. It yields after every step, so that a caller shows progress, writes metrics
// and stops when it likes, always between two whole steps.

import { hash, type UpdateSettings } from '@trapo/models';
import type { AsyncVerifier, Verifier } from '@trapo/verifiers';
import type { Problem } from '../data/index.ts';
import type { Phase } from '../method.ts';
import type { Policy } from '../policy.ts';
import { type StepResult, trainStep } from '../step.ts';
import { batchIndices } from './batches.ts';
import { learningRate, type Schedule } from './schedule.ts';

export interface TrainOptions {
  readonly policy: Policy;
  readonly verifier: Verifier | AsyncVerifier;
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
  /** Where to go on: the policy is as it was after that step, its optimizer's state included. */
  readonly from?: Position;
}

/** Where a run stands between two steps. */
export interface Position {
  /** Steps done. */
  readonly step: number;
  /** What the phase's method remembers, as JSON. */
  readonly memory?: unknown;
}

export interface TrainedStep extends StepResult {
  /** From 1. */
  readonly step: number;
  /** From 1. */
  readonly phase: number;
  /** Where the run stands now, for a checkpoint. */
  readonly position: Position;
}

/** Tells the draws of further problems from those of a step's own. */
const MORE = 0x307e;

/** Trains; yields each step once its update is done. */
export async function* train(options: TrainOptions): AsyncGenerator<TrainedStep, void> {
  const { policy, problems, phases, steps, rowsPerStep, schedules, seed, from } = options;
  const breakTokens = policy.tokenizer.tokensContaining(options.paragraphBreak);
  let step = from?.step ?? 0;
  let share = 0;
  for (const [i, { method, share: ofPhase }] of phases.entries()) {
    const begin = Math.round(share * steps);
    share += ofPhase;
    const end = Math.round(share * steps);
    const schedule = schedules[i] ?? schedules[0]!;
    const perStep = Math.max(1, Math.round(rowsPerStep / method.rowsPerProblem));
    if (step === begin) policy.resetOptimizer();
    else if (step < end) method.memory?.load(from?.memory);
    for (; step < end; step++) {
      const drawn = (from: number) =>
        batchIndices(problems.length, perStep, from, step).map(index => problems[index]!);
      const moreProblems = (round: number) => drawn(hash(seed, MORE, round));
      const result = await trainStep(method, { ...options, breakTokens, step, moreProblems }, drawn(seed), {
        ...options.update,
        learningRate: learningRate(schedule, step - begin, end - begin),
      });
      const memory = method.memory?.save();
      yield {
        step: step + 1,
        phase: i + 1,
        ...result,
        position: { step: step + 1, ...(memory !== undefined && { memory }) },
      };
    }
  }
}
