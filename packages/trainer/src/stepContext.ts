// What a step works with, beside its problems: the same for every method.

import type { Verifier } from '@trapo/verifiers';
import type { Policy } from './policy.ts';

export interface StepContext {
  readonly policy: Policy;
  readonly verifier: Verifier;
  /** Longest response in tokens, expert prefix included. */
  readonly responseLength: number;
  readonly temperature: number;
  /** Ids of tokens that end a paragraph, where prefixes are snapped. */
  readonly breakTokens: ReadonlySet<number>;
  readonly seed: number;
  /** Steps done before this one; rollouts of different steps have different random numbers. */
  readonly step: number;
}
