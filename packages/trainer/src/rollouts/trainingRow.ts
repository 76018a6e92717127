// One row of a step: a prompt, a response (expert prefix, then completion) and what the verifier said of it.

import type { TokenRow } from '@trapo/models';
import type { Row } from '@trapo/prefix-select';
import type { Verdict } from '@trapo/verifiers';
import type { Problem } from '../data/index.ts';

export interface TrainingRow {
  readonly problem: Problem;
  /** Rows of one problem, whose rewards are compared, have one number. */
  readonly group: number;
  /** The micro-group it was sampled in, from 0. */
  readonly microGroup: number;
  /** Level of the prefix plan; 0 is unguided. */
  readonly level: number;
  readonly prompt: Int32Array;
  readonly response: Row;
  /** What the verifier said of the response; absent for rows that were not verified (plain SFT). */
  readonly verdict?: Verdict;
  /** Whether its reward counts in its group's baseline. */
  readonly inBaseline: boolean;
  /** Cut off before an end of sequence. */
  readonly truncated: boolean;
  /** Sampled and counted, and not learned from: its group had nothing to teach. */
  readonly dropped?: true;
}

/** The row as the policy scores it: the response after the prompt. */
export function tokenRow({ prompt, response }: TrainingRow): TokenRow {
  const tokens = new Int32Array(prompt.length + response.tokens.length);
  tokens.set(prompt);
  tokens.set(response.tokens, prompt.length);
  return { tokens, start: prompt.length };
}
