// `trapo verify`: judges stored responses again, with any verifier.

import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { jsonObject } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { screenOn } from '../progress/progress.ts';

interface VerifyOptions {
  readonly verifier?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly out?: string;
  readonly json: boolean;
  readonly check: boolean;
}

export const addVerify: AddCommand = (program, { cwd }) => {
  program
    .command('verify')
    .description(
      'Judge stored responses again: rollouts.jsonl or responses.jsonl of a run, or rows of your own.',
    )
    .argument(
      '<file>',
      'JSONL of rollouts, or of {"answer" or "gold", "response" or "completion", "prompt"?}',
    )
    .option('--verifier <name>', 'its name, such as boxedExact (default: that of the run the file lies in)')
    .option('--options <json>', 'the options of the verifier', jsonObject)
    .option('-o, --out <file>', 'write a line with the verdict for each response')
    .option('--json', 'the summary as JSON', false)
    .option('--check', 'exit with 1 when a verdict is another than the stored one', false)
    .addHelpText(
      'after',
      examples(
        ['trapo verify runs/mine/trapo/rollouts.jsonl', 'as the run judged them'],
        [
          'trapo verify answers.jsonl --verifier boxedExact --options \'{"open": "[", "close": "]"}\'',
          'your own',
        ],
      ),
    )
    .action(async (given: string, { out, json, check, ...options }: VerifyOptions) => {
      const [{ storedResponses }, { summaryOf }, { verifierOf, verifyResponses }, { plainTable }] =
        await Promise.all([
          import('../verify/storedResponses.ts'),
          import('../verify/summary.ts'),
          import('../verify/verifyResponses.ts'),
          import('../report/table.ts'),
        ]);
      const file = resolve(cwd, given);
      const { verifier, settings } = await verifierOf(file, options);
      const responses = await storedResponses(file);
      const judged = await verifyResponses(
        responses,
        verifier,
        settings,
        screenOn(process.stderr, { quiet: json }),
      );
      if (out !== undefined) {
        const lines = judged.map(({ stored: { at }, status, score, reason }) =>
          JSON.stringify({ ...at, status, score, reason }),
        );
        await writeFile(resolve(cwd, out), lines.map(line => `${line}\n`).join(''));
      }
      const { table, ...summary } = summaryOf(judged);
      console.log(json ? JSON.stringify({ verifier, ...summary }, null, 2) : plainTable(table));
      if (check && summary.changed > 0) process.exitCode = 1;
    });
};
