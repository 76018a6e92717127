// A method of post-training: where its rows come from, how they are judged against each other, and its loss.

import type { Loss } from '@trapo/losses';
import type { Problem } from './data/index.ts';
import type { TrainingRow } from './rollouts/trainingRow.ts';
import type { StepContext } from './stepContext.ts';

export interface Method {
  readonly name: string;
  /** The rows of one step. */
  collect(context: StepContext, problems: readonly Problem[]): Promise<TrainingRow[]>;
  /** One advantage a row, or none where the loss reads none. */
  readonly advantages?: (
    rewards: readonly number[],
    groups: readonly number[],
    baseline: Uint8Array,
  ) => Float64Array;
  readonly loss: Loss;
  /** How many rows one problem gives, for setting equal budgets. */
  readonly rowsPerProblem: number;
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
