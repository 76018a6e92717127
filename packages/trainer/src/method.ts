// A method of post-training: where its rows come from, how they are judged against each other, and its loss.

import type { Loss } from '@trapo/losses';
import type { Problem } from './data/index.ts';
import type { TrainingRow } from './rollouts/trainingRow.ts';
import type { StepContext } from './stepContext.ts';

export interface Method {
  readonly name: string;
  /** How many rows one problem gives, for setting equal budgets. */
  readonly rowsPerProblem: number;
  /** The rows of one step. */
  collect(context: StepContext, problems: readonly Problem[]): Promise<TrainingRow[]>;
  /** What each row is worth beside the others of its step; none where the loss reads no advantage. */
  readonly advantages?: (rows: readonly ScoredRow[]) => Advantages;
  /** The loss of a step, from 0: the same for all but methods whose weights follow a schedule. */
  loss(step: number): Loss;
  /** Updates on the rows of a step, all of them each time. Default 1: on-policy, every ratio is 1. */
  readonly updates?: number;
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

/** What a method is made from. Lengths in tokens. */
export interface MethodOptions {
  readonly responseLength: number;
  readonly entropyCoefficient: number;
  /** TrSFT's trust region; only methods with TrSFT read it. */
  readonly alpha: number;
  /** Rollouts of a prompt. */
  readonly groupSize: number;
}
