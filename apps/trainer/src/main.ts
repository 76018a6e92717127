#!/usr/bin/env node

// The `trapo` command.

import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { names, wholeNumber } from './commandLine/arguments.ts';
import { addCompare } from './commands/compare.ts';
import { addDash } from './commands/dash.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addInit } from './commands/init.ts';
import { addSample } from './commands/sample.ts';
import { addServe } from './commands/serve.ts';
import { addTable } from './commands/table.ts';
import { addVerify } from './commands/verify.ts';
import { openDashBeside } from './dash/besideRun.ts';
import { type Screen, screenOn } from './progress/progress.ts';
import { interruption } from './run/interruption.ts';
import type { Surroundings } from './run/runAll.ts';

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
  .option('--no-dash', 'without the dashboard that otherwise shows the run while it trains')
  .action(async ({ quiet, dash, ...options }) => {
    const { start } = await import('./commands/start.ts');
    await start(options, surroundings(quiet, dash));
  });

program
  .command('resume <run>')
  .description('Go on with a run that was stopped, by Ctrl-C or by anything else, to the same results.')
  .option('-t, --threads <n>', 'CPU threads; results do not depend on them', wholeNumber)
  .option('-q, --quiet', 'print results only', false)
  .option('--no-dash', 'without the dashboard')
  .action(async (run: string, { quiet, dash, ...options }) => {
    const { resume } = await import('./commands/resume.ts');
    await resume(run, options, surroundings(quiet, dash));
  });

program
  .command('report <run>')
  .description('Write the report of a run folder again.')
  .action(async (run: string) => {
    const { writeReport } = await import('./report/writeReport.ts');
    console.log(await writeReport(resolve(cwd, run)));
  });

const others = [addInit, addDash, addCompare, addTable, addSample, addVerify, addExport, addServe, addDoctor];
for (const add of others) add(program, { cwd });

/** What a run is given: the terminal, Ctrl-C, and a dashboard unless it is quiet or told not to. */
function surroundings(quiet: boolean, dash: boolean): Surroundings {
  const screen = screenOn(process.stdout, { quiet });
  return {
    cwd,
    screen,
    signal: interruption(),
    ...(dash && !quiet && { show: (folder: string) => showIn(screen, folder) }),
  };
}

/** A run goes on without a dashboard when there can't be one. */
async function showIn(screen: Screen, folder: string): Promise<() => Promise<void>> {
  try {
    const { url, close } = await openDashBeside(folder);
    screen.say(`dashboard: ${url} (afterwards: trapo dash ${relative(cwd, folder)})`);
    return close;
  } catch (error) {
    screen.say(`no dashboard: ${(error as Error).message}`);
    return async () => {};
  }
}

try {
  await program.parseAsync();
} catch (error) {
  const { message, stack } = error as Error;
  console.error(process.env.DEBUG ? stack : message);
  process.exitCode = (error as Error).name === 'Interrupted' ? 130 : 1;
}
