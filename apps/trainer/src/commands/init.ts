// `trapo init`: a few questions, then a config and data to begin with.

import { relative } from 'node:path';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';

interface InitOptions {
  readonly data?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

export const addInit: AddCommand = (program, { cwd }) => {
  program
    .command('init')
    .description('Ask a few questions, then write a config and data to begin with.')
    .argument('[folder]', 'where to write them: a folder that is new or empty', 'mine')
    .option('--data <file>', 'training problems of your own, as JSONL')
    .option('-y, --yes', 'ask nothing: what is usual', false)
    .option('--json', 'print {"config"} as JSON', false)
    .addHelpText(
      'after',
      examples(
        ['trapo init', 'questions, then ./mine/trapo.yaml'],
        ['trapo init mine --data problems.jsonl --yes', 'your own problems, a fifth of them held out'],
      ),
    )
    .action(async (folder: string, { data, yes, json }: InitOptions) => {
      if (!yes && !process.stdin.isTTY) {
        throw new Error(`questions need a terminal; without one: trapo init ${folder} --yes`);
      }
      const [{ usualAnswers }, { ask }, { writeConfig }] = await Promise.all([
        import('../init/answers.ts'),
        import('../init/ask.ts'),
        import('../init/write.ts'),
      ]);
      const answers = yes ? usualAnswers(folder, data) : await ask(cwd, folder, data);
      const config = await writeConfig(cwd, answers);
      const shown = relative(cwd, config);
      console.log(json ? JSON.stringify({ config }) : `wrote ${shown}\nnext:  trapo start --config ${shown}`);
    });
};
