// `trapo sample`: what a policy answers.

import { text as streamText } from 'node:stream/consumers';
import { hash } from '@trapo/models';
import { encodePrompt, type RolloutPolicy } from '@trapo/trainer';
import { decimal, wholeNumber } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { findModel } from '../models/findModel.ts';
import { openModel } from '../models/openModel.ts';

export interface SampleSettings {
  readonly count: number;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly seed: number;
}

/** One answer. */
export interface Answer {
  readonly prompt: string;
  readonly sample: number;
  readonly text: string;
  /** Sampled, the end of sequence included. */
  readonly tokens: number;
  /** Of all tokens together, in nats. */
  readonly logProb: number;
  readonly finish: 'stop' | 'length';
}

/**
 * `count` answers to each prompt, prompt by prompt; the same for the same seed.
 * @throws Error on a character that the model doesn't know
 */
export async function sampleAnswers(
  policy: RolloutPolicy,
  prompts: readonly string[],
  { count, temperature, maxTokens, seed }: SampleSettings,
): Promise<Answer[]> {
  const { tokenizer } = policy;
  const asked = prompts.flatMap((prompt, index) => {
    const tokens = encodePrompt(
      tokenizer,
      tokenizer.renderChat ? [{ role: 'user', content: prompt }] : prompt,
    );
    return Array.from({ length: count }, (_, sample) => ({
      prompt,
      sample,
      tokens,
      seed: hash(seed, index, sample),
    }));
  });
  const samples = await policy.generate(
    asked.map(({ tokens, seed }) => ({ tokens, seed })),
    {
      maxNewTokens: maxTokens,
      temperature,
      stop: new Set([tokenizer.eos]),
    },
  );
  return samples.map(({ tokens, logProb, finish }, i) => ({
    prompt: asked[i]!.prompt,
    sample: asked[i]!.sample,
    text: tokenizer.decode(tokens, { skipSpecial: true }),
    tokens: tokens.length,
    logProb: logProb.reduce((sum, value) => sum + value, 0),
    finish,
  }));
}

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
