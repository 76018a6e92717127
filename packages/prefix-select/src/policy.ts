/**
 * What a prefix policy is: prompts in, micro-groups of rollouts out, their rewards in, the next micro-groups out, until
 * each prompt has its group.
 *
 *     start -> nextMicroGroups -> (sample, verify) -> observe -> nextMicroGroups -> ... -> none left -> kept
 *
 * The state is plain JSON and holds all that decides: the rewards so far, the step, the seed. So the same state and
 * rewards give the same plan, a run continues identically from a saved one, and prompts don't see each other: what is
 * drawn for one depends on its id, not on its place.
 */
import type { GroupRules } from './rules.ts';

/** One prompt of a batch. */
export interface PromptExperts {
  /** Names the prompt among those of the step; what is drawn at random for it follows this. Default its place. */
  readonly id?: number | string;
  /** How many expert answers it has; with none it is never guided. */
  readonly experts: number;
}

/** What to sample next for one prompt. */
export interface MicroGroup {
  /** Place of the prompt in the batch. */
  readonly prompt: number;
  /** 0 for the prompt's first micro-group, then counted up. */
  readonly group: number;
  /** 0 when unguided, else which of the policy's levels. */
  readonly level: number;
  /** Share of the expert's answer to give; 0 when unguided. */
  readonly ratio: number;
  readonly rollouts: number;
  /** Index of the expert answer to take the prefix from. */
  readonly expert: number;
  /** The rows are the whole expert answer: nothing is left to sample. */
  readonly expertOnly: boolean;
  /** Per rollout, whether its prefix carries the supervised loss. */
  readonly sft: readonly boolean[];
  /** Whether these rows count in the mean reward of the prompt's group. */
  readonly inBaseline: boolean;
}

/** A micro-group that came back. */
export interface ObservedMicroGroup extends MicroGroup {
  readonly rewards: readonly number[];
}

/** One finite reward per rollout of a micro-group that was asked for. */
export interface MicroGroupRewards extends Pick<MicroGroup, 'prompt' | 'group'> {
  readonly rewards: ArrayLike<number>;
}

export interface PrefixState {
  /** Which policy runs it, with its options: `policyFrom(state.policy)` makes it again. */
  readonly policy: { readonly name: string; readonly options: unknown };
  readonly step: number;
  readonly seed: number;
  readonly prompts: readonly PromptState[];
}

export interface PromptState extends Required<PromptExperts> {
  readonly observed: readonly ObservedMicroGroup[];
  /** Asked for, and not yet back. */
  readonly awaiting: readonly MicroGroup[];
}

/** Decides how much of the expert's answer each rollout is given. All are pure. */
export interface PrefixPolicy extends GroupRules {
  readonly name: string;
  /** Levels a micro-group can have: 0 .. levels - 1. */
  readonly levels: number;
  /**
   * The state before any rollout of a step.
   * @param step of the run, from 0; schedules follow it.
   * @param seed of the run; draws follow seed, step and the prompt's id.
   * @throws when step or seed is not a whole number, or a count of experts is none.
   */
  start(prompts: readonly PromptExperts[], step?: number, seed?: number): PrefixState;
  /**
   * The state after micro-groups came back, some or all, in any order. The given state is left as it was.
   * @throws when one was not asked for, or its rewards aren't one finite number per rollout.
   */
  observe(state: PrefixState, results: readonly MicroGroupRewards[]): PrefixState;
  /** The micro-groups whose rows are trained on; their sizes add up to groupSize for every finished prompt. */
  kept(state: PrefixState): readonly ObservedMicroGroup[];
}
