// `trapo verify`: judges stored responses again, with any verifier.

import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { verifierByName, verifierNames, withOptions } from '@trapo/verifiers';
import { jsonObject } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { isTree, type Tree } from '../config/merge.ts';
import { configOf } from '../models/findModel.ts';
import { type Screen, screenOn } from '../progress/progress.ts';
import { plainTable } from '../report/table.ts';
import { type StoredResponse, storedResponses } from '../verify/storedResponses.ts';
import { type Rejudged, summaryOf } from '../verify/summary.ts';

interface VerifyOptions {
  readonly verifier?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly out?: string;
  readonly json: boolean;
  readonly check: boolean;
}

/** Judges every response; the screen shows how far it is. */
export async function verifyResponses(
  responses: readonly StoredResponse[],
  name: string,
  options: Readonly<Record<string, unknown>>,
  screen: Screen,
): Promise<Rejudged[]> {
  const verifier = withOptions(verifierByName(name), options);
  const progress = screen.progress('verifying', responses.length);
  const judged: Rejudged[] = [];
  try {
    for (const stored of responses) {
      const { gold, prompt, completion } = stored;
      const { status, score, reason } = await verifier.verify({ gold, prompt, completion });
      judged.push({ stored, status, score, reason });
      if (judged.length % 64 === 0 || judged.length === responses.length) {
        progress.update(judged.length, status);
        await setImmediate();
      }
    }
  } finally {
    progress.stop();
  }
  return judged;
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
    .option(
      '--verifier <name>',
      `one of ${verifierNames.join(', ')} (default: that of the run the file lies in)`,
    )
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

/** The verifier that was named, or that of the run which the file lies in. */
async function verifierOf(
  file: string,
  { verifier, options }: VerifyOptions | Pick<VerifyOptions, 'verifier' | 'options'>,
): Promise<{ readonly verifier: string; readonly settings: Tree }> {
  const run = dirname(dirname(file));
  const own = existsSync(join(run, 'config.yaml')) ? (await configOf(run)).verifier : undefined;
  const known = isTree(own) ? own : {};
  const name = verifier ?? known.name;
  if (typeof name !== 'string') {
    throw new Error(
      `--verifier is needed: ${file} lies in no run. For example --verifier ${verifierNames[0]}`,
    );
  }
  verifierByName(name);
  const usual = name === known.name && isTree(known.options) ? known.options : {};
  return { verifier: name, settings: options ?? usual };
}
