// `trapo sample`: what a policy answers.

import { text as streamText } from 'node:stream/consumers';
import { decimal, wholeNumber } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import type { Answer } from '../models/sampleAnswers.ts';

export const addSample: AddCommand = (program, { cwd }) => {
  program
    .command('sample')
    .description('Show what a policy answers.')
    .argument('<model>', 'a run (its last method), a stage of a run, or a model folder')
    .argument('[prompts...]', 'prompts; without any, each line of the standard input is one')
    .option('-n, --count <n>', 'answers to each prompt', wholeNumber, 1)
    .option('--temperature <t>', '0 takes the most likely token', decimal, 1)
    .option('--max-tokens <n>', 'most tokens of an answer', wholeNumber, 256)
    .option('-s, --seed <n>', 'the same seed gives the same answers', wholeNumber, 0)
    .option('-t, --threads <n>', 'CPU threads (default: the cores, at most 8)', wholeNumber)
    .option('--json', 'a line of JSON for each answer', false)
    .addHelpText(
      'after',
      examples(
        ["trapo sample runs/mine '12:q+3p='", 'one answer of the last method'],
        ["trapo sample runs/mine/base '12:q+3p=' -n 4", "four of the base's"],
        ['trapo sample runs/mine --json < prompts.txt', 'a prompt a line'],
      ),
    )
    .action(async (path: string, given: readonly string[], { json, threads, ...settings }) => {
      const [{ findModel }, { openModel }, { sampleAnswers }] = await Promise.all([
        import('../models/findModel.ts'),
        import('../models/openModel.ts'),
        import('../models/sampleAnswers.ts'),
      ]);
      const { folder } = await findModel(cwd, path);
      if (given.length === 0 && process.stdin.isTTY) {
        throw new Error(`a prompt is needed, for example: trapo sample ${path} 'What is 2+2?'`);
      }
      const prompts =
        given.length > 0 ? given : (await streamText(process.stdin)).split('\n').filter(line => line !== '');
      const { policy, close } = await openModel(folder, { threads });
      try {
        for (const answer of await sampleAnswers(policy, prompts, settings)) {
          console.log(json ? JSON.stringify(answer) : written(answer));
        }
      } finally {
        await close();
      }
    });
};

const written = ({ prompt, text, tokens, logProb, finish }: Answer): string =>
  `> ${prompt}\n${text}\n(${tokens} tokens, log-prob ${logProb.toFixed(2)}${finish === 'length' ? ', cut off' : ''})\n`;
