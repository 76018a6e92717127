// results.json: accuracies, and nothing that differs between two runs of one seed.

import type { Config } from '../config/config.ts';
import { averaged, benchmarkNames } from '../config/derived.ts';

export interface Row {
  /** `base`, or a method's name. */
  readonly name: string;
  /** Greedy, from 0 to 1, by benchmark. */
  readonly accuracy: Readonly<Record<string, number>>;
  /** Mean over the benchmarks that count. */
  readonly average: number;
  /** Responses that the verifier could not judge; they are in no accuracy. */
  readonly skipped: number;
}

export interface Results {
  readonly name: string;
  readonly seed: number;
  readonly benchmarks: readonly string[];
  readonly averaged: readonly string[];
  readonly rows: readonly Row[];
}

export const resultsOf = (config: Config, rows: readonly Row[]): Results => ({
  name: config.name,
  seed: config.seed,
  benchmarks: benchmarkNames(config),
  averaged: averaged(config),
  rows,
});
