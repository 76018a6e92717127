// A method of post-training: where its rows come from, how they are judged against each other, and its loss.

import type { Loss } from '@trapo/losses';
import type { UpdateSettings } from '@trapo/models';
import type { MicroGroupPlan, PrefixPolicy } from '@trapo/prefix-select';
import type { Problem } from './data/index.ts';
import type { StepMetrics } from './metrics.ts';
import type { TrainingRow } from './rollouts/trainingRow.ts';
import type { StepContext } from './stepContext.ts';

export interface Method {
  readonly name: string;
  /** How many rows one problem gives, for setting equal budgets. */
  readonly rowsPerProblem: number;
  /** The rows of one step. */
  collect(context: StepContext, problems: readonly Problem[]): Promise<TrainingRow[]>;
  /** The reward that learning sees. Default: the verifier's score, 0 for rows it was not asked about. */
  readonly reward?: (row: TrainingRow) => number;
  /** What each row is worth beside the others of its step; none where the loss reads no advantage. */
  readonly advantages?: (
    rows: readonly ScoredRow[],
    context: StepContext,
  ) => Advantages | Promise<Advantages>;
  /** The loss of a step, from 0: the same for all but methods whose weights follow a schedule. */
  loss(step: number): Loss;
  /** Whether the loss reads a reference policy's log-probabilities. */
  readonly usesReference?: boolean;
  /** Updates on the rows of a step, all of them each time. Default 1: on-policy, every ratio is 1. */
  readonly updates?: number;
  /** What else it learns in a step, after the update: a critic, a second loss. Returns metrics of its own. */
  readonly afterwards?: (
    rows: readonly ScoredRow[],
    context: StepContext,
    update: UpdateSettings,
  ) => Promise<StepMetrics>;
  /** What it carries from step to step, for methods that carry anything; saved with every checkpoint. */
  readonly memory?: Memory;
}

/** A row with the reward that learning sees. */
export interface ScoredRow {
  readonly row: TrainingRow;
  readonly reward: number;
}

/** One a row, or one a response token, row after row. */
export type Advantages = { readonly advantages: Float64Array } | { readonly tokenAdvantages: Float64Array };

/** State as plain JSON. */
export interface Memory {
  save(): unknown;
  load(saved: unknown): void;
}

/** What methods are made from. Lengths in tokens; what a method does not read is ignored. */
export interface MethodSetup {
  /** Longest response. */
  readonly responseLength: number;
  /** The constant that sums over a response are divided by. Default: responseLength. */
  readonly lossLength?: number;
  readonly entropyCoefficient: number;
  /** Weight of the k3 penalty towards the policy as it was at the phase's begin. Default 0. */
  readonly klCoefficient?: number;
  /** TrSFT's trust region. */
  readonly alpha: number;
  /** Rollouts of a prompt. */
  readonly groupSize: number;
  /** How methods with expert prefixes give them: micro-groups by a plan, or another prefix policy. */
  readonly plan: MicroGroupPlan | PrefixPolicy;
  /** Expert answers that a problem has. */
  readonly expertsPerProblem: number;
  /** Steps of the run, for what follows a schedule. */
  readonly steps: number;
  /** Updates on the rows of a step. Default: the method's own. */
  readonly updates?: number;
}

/** A stretch of a run with one method; the optimizer starts afresh with each. */
export interface Phase {
  readonly method: Method;
  /** Share of the run's steps. */
  readonly share: number;
}

/** A method as it is chosen by name. */
export interface MethodDefinition {
  /** As papers print it. */
  readonly label: string;
  /** Whether it reads expert answers. */
  readonly usesExperts: boolean;
  /** Phases that a run of it goes through, one for most. */
  phases(setup: MethodSetup): readonly Phase[];
}
