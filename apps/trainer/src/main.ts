#!/usr/bin/env node

// The `trapo` command.

import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { resume } from './commands/resume.ts';
import { start } from './commands/start.ts';
import { screenOn } from './progress/progress.ts';
import { writeReport } from './report/writeReport.ts';
import { Interrupted } from './run/stage.ts';

// pnpm runs scripts in the package's folder and says in INIT_CWD where the user is
const cwd = process.env.INIT_CWD ?? process.cwd();

const program = new Command('trapo').description(
  'TRAPO and the methods it is compared with, on your machine.',
);

program
  .command('start')
  .description('Make or load a base model, train each method from it, and report.')
  .option('-c, --config <file>', 'a config; without it the recipe two-digits runs')
  .option('-s, --seed <n>', 'a whole number, in place of the seed of the config', wholeNumber)
  .option('-o, --out <dir>', 'the folder of the run, new or empty (default: runs/<name>-seed<n>-<time>)')
  .option('-t, --threads <n>', 'CPU threads (default: the cores, at most 8)', wholeNumber)
  .option('-m, --methods <names>', 'methods to run, for example sft,trapo', names)
  .option('-q, --quiet', 'print results only', false)
  .action(async ({ quiet, ...options }) => {
    await start(options, { cwd, screen: screenOn(process.stdout, { quiet }), signal: interruption() });
  });

program
  .command('resume <run>')
  .description('Go on with a run that was stopped, by Ctrl-C or by anything else, to the same results.')
  .option('-t, --threads <n>', 'CPU threads; results do not depend on them', wholeNumber)
  .option('-q, --quiet', 'print results only', false)
  .action(async (run: string, { quiet, ...options }) => {
    await resume(run, options, { cwd, screen: screenOn(process.stdout, { quiet }), signal: interruption() });
  });

program
  .command('report <run>')
  .description('Write the report of a run folder again.')
  .action(async (run: string) => {
    console.log(await writeReport(resolve(cwd, run)));
  });

/** Aborts at the first Ctrl-C; the second ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.stderr.write('\nfinishing this step and saving; Ctrl-C again ends at once\n');
    process.once('SIGINT', () => process.exit(130));
  });
  return controller.signal;
}

function wholeNumber(value: string): number {
  if (/^-?\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError(
    `a whole number is needed, for example 3; received ${JSON.stringify(value)}.`,
  );
}

function names(value: string): string[] {
  return value.split(',').map(name => name.trim());
}

try {
  await program.parseAsync();
} catch (error) {
  const { message, stack } = error as Error;
  console.error(process.env.DEBUG ? stack : message);
  process.exitCode = error instanceof Interrupted ? 130 : 1;
}
