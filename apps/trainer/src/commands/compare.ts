// `trapo compare`: runs side by side.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import type { Format } from '../compare/compareRuns.ts';

interface CompareOptions {
  readonly each: boolean;
  readonly format: Exclude<Format, 'json'>;
  readonly out?: string;
  readonly json: boolean;
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
      const { compareRuns } = await import('../compare/compareRuns.ts');
      const found = folders.map(folder => resolve(cwd, folder));
      const { text, left } = await compareRuns(found, each, json ? 'json' : format);
      if (left.length > 0) console.error(`not finished, left out: ${left.join(', ')}`);
      if (out === undefined) process.stdout.write(text);
      else await writeFile(resolve(cwd, out), text);
    });
};
