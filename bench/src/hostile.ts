// `pnpm bench hostile`: the texts that broke other graders, each in a process of its own, and random text.

import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { hostile as texts } from '@trapo/verifiers/conformance';
import type { Options } from './commandLine.ts';
import { progress } from './progress.ts';
import { table } from './table.ts';
import { garbage } from './verifiers/garbage.ts';

const CHILD = resolve(import.meta.dirname, 'verifiers/hostileChild.ts');
const MOST_MS = 1000;
const MOST_MEGABYTES = 256;
const GARBAGE = 10_000_000;

interface Found {
  readonly worst: number;
  readonly megabytes: number;
  readonly wrong: readonly string[];
}

/** Prints the table; resolves to whether nothing hung, crashed, grew or passed. */
export async function hostile({ quick }: Options): Promise<boolean> {
  const found = Object.keys(texts).map(name => {
    progress(name);
    return { name, ...judged(name) };
  });
  const rows = found.map(({ name, worst, megabytes, wrong }) => [
    name,
    worst.toFixed(0),
    megabytes.toFixed(0),
    wrong.join('; ') || 'none',
  ]);
  console.log(table(['text', 'worst ms', 'MB', 'errors and false trues'], rows));
  progress('garbage');
  const { characters, correct, errors } = garbage(quick ? GARBAGE / 100 : GARBAGE);
  console.log(`garbage: ${characters} characters, ${errors} errors, ${correct} passed for another answer`);
  return (
    errors + correct === 0 &&
    found.every(
      ({ worst, megabytes, wrong }) => worst < MOST_MS && megabytes < MOST_MEGABYTES && wrong.length === 0,
    )
  );
}

function judged(name: string): Found {
  try {
    const args = ['--conditions=@trapo/source', CHILD, name];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })) as Found;
  } catch (error) {
    return { worst: Number.POSITIVE_INFINITY, megabytes: 0, wrong: [(error as Error).message] };
  }
}
