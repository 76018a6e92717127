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

/** Thrown when a run was interrupted, once its weights are saved. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  /** @param saved the folder with what there is */
  constructor(where: string, saved: string) {
    super(`interrupted ${where}; saved in ${saved}`);
  }
}
