// What a step works with, beside its problems: the same for every method.

import type { AsyncVerifier, Verifier } from '@trapo/verifiers';
import type { Problem } from './data/index.ts';
import type { Policy } from './policy.ts';

export interface StepContext {
  readonly policy: Policy;
  /** It may take another thread or process: rows of a micro-group are judged side by side. */
  readonly verifier: Verifier | AsyncVerifier;
  /** Longest response in tokens, expert prefix included. */
  readonly responseLength: number;
  readonly temperature: number;
  /** Ids of tokens that end a paragraph, where prefixes are snapped. */
  readonly breakTokens: ReadonlySet<number>;
  /** Further problems for a step that needs more than it was given, the same for the same round. */
  readonly moreProblems?: (round: number) => readonly Problem[];
  readonly seed: number;
  /** Steps done before this one; rollouts of different steps have different random numbers. */
  readonly step: number;
}
