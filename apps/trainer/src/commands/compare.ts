// `trapo compare`: runs side by side.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { compare } from '../compare/comparison.ts';
import { comparisonCsv, comparisonSvg, comparisonTable } from '../compare/formats.ts';
import { comparedOf, openRuns } from '../dash/runs.ts';
import { markdownTable, plainTable } from '../report/table.ts';

type Format = 'table' | 'markdown' | 'csv' | 'svg' | 'json';

interface CompareOptions {
  readonly each: boolean;
  readonly format: Format;
  readonly out?: string;
  readonly json: boolean;
}

/**
 * Compares the finished runs of these folders, each a run's or one with runs in it; unfinished ones are named in `left`.
 * @throws Error when none is finished
 */
export async function compareRuns(
  folders: readonly string[],
  each: boolean,
  format: Format,
): Promise<{ readonly text: string; readonly left: readonly string[] }> {
  const runs = await (await openRuns(folders)).find();
  const found = await Promise.all(runs.map(async run => ({ run, compared: await comparedOf(run) })));
  const finished = found.map(({ compared }) => compared).filter(compared => compared !== undefined);
  if (finished.length === 0) {
    throw new Error(
      `no finished run in ${folders.join(', ')}; give runs that \`trapo start\` has ended, for example runs/*`,
    );
  }
  const comparison = compare(finished, each);
  const formats: Readonly<Record<Format, () => string>> = {
    table: () => `${plainTable(comparisonTable(comparison))}\n`,
    markdown: () => `${markdownTable(comparisonTable(comparison))}\n`,
    csv: () => comparisonCsv(comparison),
    svg: () => comparisonSvg(comparison),
    json: () => `${JSON.stringify(comparison, null, 2)}\n`,
  };
  return {
    text: formats[format](),
    left: found.filter(({ compared }) => !compared).map(({ run }) => run.id),
  };
}

export const addCompare: AddCommand = (program, { cwd }) => {
  program
    .command('compare')
    .description('Show methods and runs side by side: accuracies, mean ± standard deviation over seeds.')
    .argument('[runs...]', "runs' folders, or folders with runs in them", ['runs'])
    .option('--each', 'every run by itself, not its seeds together', false)
    .addOption(
      new Option('-f, --format <name>', 'how to write it')
        .choices(['table', 'markdown', 'csv', 'svg'])
        .default('table'),
    )
    .option('--json', 'as JSON', false)
    .option('-o, --out <file>', 'into a file')
    .addHelpText(
      'after',
      examples(
        ['trapo compare', 'all runs in ./runs'],
        ['trapo compare runs/a runs/b --each', 'two runs'],
        ['trapo compare runs -f svg -o table.svg', 'as a picture'],
      ),
    )
    .action(async (folders: readonly string[], { each, format, out, json }: CompareOptions) => {
      const found = folders.map(folder => resolve(cwd, folder));
      const { text, left } = await compareRuns(found, each, json ? 'json' : format);
      if (left.length > 0) console.error(`not finished, left out: ${left.join(', ')}`);
      if (out === undefined) process.stdout.write(text);
      else await writeFile(resolve(cwd, out), text);
    });
};
