import type { Sample } from '@trapo/models';

/** Some completions could not be had: which and why, and those that could. */
export class RolloutError extends Error {
  override readonly name = 'RolloutError';
  readonly failures: readonly Failure[];
  /** By request; undefined where it failed or was not asked for. */
  readonly samples: readonly (Sample | undefined)[];

  constructor(failures: readonly Failure[], samples: readonly (Sample | undefined)[]) {
    const had = samples.filter(sample => sample !== undefined).length;
    const unasked = samples.length - had - failures.length;
    const named = failures.slice(0, 5).map(({ request, cause }) => `  request ${request}: ${cause.message}`);
    const rest = failures.length > 5 ? [`  and ${failures.length - 5} more`] : [];
    const notAsked = unasked > 0 ? `, and ${unasked} were not asked for after that` : '';
    super(
      [`${failures.length} of ${samples.length} completions failed${notAsked}:`, ...named, ...rest].join(
        '\n',
      ),
      { cause: failures[0]?.cause },
    );
    this.failures = failures;
    this.samples = samples;
  }
}

export interface Failure {
  /** Place among the requests, from 0. */
  readonly request: number;
  readonly cause: Error;
}
