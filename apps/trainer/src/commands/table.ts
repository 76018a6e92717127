// `trapo table` and `trapo tune`: methods compared fairly, over bases and seeds.

import { mkdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { names } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { screenOn } from '../progress/progress.ts';
import { writeWhole } from '../run/files.ts';
import { interruption } from '../run/interruption.ts';
import type { Surroundings } from '../run/runAll.ts';

/** What the commands work with: loaded only when one of them runs. */
async function experiments(config: string | undefined, cwd: string) {
  const { defaultRecipe } = await import('../config/load.ts');
  const { loadSettings } = await import('../experiments/settings.ts');
  const file = config ? resolve(cwd, config) : join(dirname(defaultRecipe), 'table.yaml');
  return { file, settings: await loadSettings(file) };
}

export const addTable: AddCommand = (program, { cwd }) => {
  const surroundings = (): Surroundings => ({
    cwd,
    screen: screenOn(process.stdout, { quiet: false }),
    signal: interruption(),
  });
  program
    .command('table')
    .description('Run every method over bases and seeds, compare them, and write the results.')
    .option('-c, --config <file>', 'what to run (default: the recipe table.yaml)')
    .option(
      '-o, --out <dir>',
      'where the runs go; those that are there already are not run again',
      'runs/table',
    )
    .option('-d, --docs <dir>', 'where results.md, results.csv and the figures go', 'docs')
    .option('--studies <names>', 'further studies to run; all unless told', names)
    .option('--main', 'only the main study', false)
    .addHelpText(
      'after',
      examples(['trapo table', 'the whole table'], ['trapo table --studies ablation,alpha', 'some of it']),
    )
    .action(async ({ config, out, docs, studies, main }: TableOptions) => {
      const begin = performance.now();
      const { csv, document } = await import('../experiments/document.ts');
      const { figures } = await import('../experiments/figures.ts');
      const { runTable } = await import('../experiments/table.ts');
      const { toSvg } = await import('../report/toSvg.ts');
      const { settings } = await experiments(config, cwd);
      const only = main ? [] : studies;
      const result = await runTable(settings, resolve(cwd, out), surroundings(), only);
      const folder = resolve(cwd, docs);
      await mkdir(folder, { recursive: true });
      const charts = figures(result);
      for (const { name, spec } of charts) await writeWhole(join(folder, `${name}.svg`), await toSvg(spec));
      const command = [
        'trapo table',
        ...(main ? ['--main'] : studies ? [`--studies ${studies.join(',')}`] : []),
      ].join(' ');
      const machine = `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'an unknown CPU'}`;
      const minutes = (performance.now() - begin) / 60_000;
      await writeWhole(join(folder, 'results.csv'), csv(result));
      await writeWhole(
        join(folder, 'results.md'),
        document(
          result,
          { command, machine, minutes },
          charts.map(({ name }) => name),
        ),
      );
      console.log(`results: ${join(folder, 'results.md')}`);
    });

  program
    .command('tune')
    .description(
      "Find each method's learning rate, alike for all, on bases and seeds that the table does not use.",
    )
    .option(
      '-c, --config <file>',
      'what to tune; the rates found are written into it (default: the recipe table.yaml)',
    )
    .option('-o, --out <dir>', 'where the runs go', 'runs/table')
    .action(async ({ config, out }: Pick<TableOptions, 'config' | 'out'>) => {
      const { tuningDocument } = await import('../experiments/document.ts');
      const { tune } = await import('../experiments/tune.ts');
      const { file, settings } = await experiments(config, cwd);
      const tuned = await tune(settings, resolve(cwd, out), surroundings());
      const yaml = parseDocument(await readFile(file, 'utf8'));
      yaml.set(
        'learningRates',
        yaml.createNode(Object.fromEntries(tuned.map(({ method, best }) => [method, best]))),
      );
      await writeWhole(file, String(yaml));
      console.log(tuningDocument(tuned));
    });
};

interface TableOptions {
  readonly config?: string;
  readonly out: string;
  readonly docs: string;
  readonly studies?: readonly string[];
  readonly main: boolean;
}
