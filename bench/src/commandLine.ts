// Options of the benches.

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const PARTS = ['train', 'decode', 'gemm'] as const;
type Part = (typeof PARTS)[number];

export interface Options {
  /** Parts of the engine bench. */
  readonly only: readonly Part[];
  /** Names of models, or undefined for all. */
  readonly models: readonly string[] | undefined;
  /** Few repeats: to see that it runs. */
  readonly quick: boolean;
  /** A file for the figures. */
  readonly json: string | undefined;
}

/** Name of the bench and its options. Throws Error on what it does not know. */
export function parseCommandLine(args: readonly string[]): { name: string | undefined; options: Options } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      models: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const only = (values.only?.split(',') ?? PARTS) as readonly Part[];
  const unknown = only.find(part => !PARTS.includes(part));
  if (unknown !== undefined) {
    throw new Error(`--only takes ${PARTS.join(', ')}, for example --only train,gemm; got ${unknown}`);
  }
  // pnpm runs the script in this package's folder; the caller's is in INIT_CWD
  const json = values.json && resolve(process.env.INIT_CWD ?? '.', values.json);
  return {
    name: positionals[0],
    options: { only, models: values.models?.split(','), quick: values.quick, json },
  };
}
