// What every stage of a run shares.

import type { LocalPolicy } from '@trapo/trainer';
import type { Verifier } from '@trapo/verifiers';
import type { Config } from '../config/config.ts';
import type { RunData } from '../data/load.ts';
import type { Screen } from '../progress/progress.ts';

export interface Stage {
  readonly config: Config;
  readonly policy: LocalPolicy;
  readonly verifier: Verifier;
  readonly data: RunData;
  readonly folder: string;
  readonly screen: Screen;
  /** Aborted by Ctrl-C: a stage ends after the step under way. */
  readonly signal: AbortSignal;
}

/** Thrown when a run was interrupted, once all it needs to go on is saved. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  /** @param run the run's folder */
  constructor(where: string, run: string) {
    super(`interrupted ${where}; go on with: trapo resume ${run}`);
  }
}
