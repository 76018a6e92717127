// A run small enough for a test.

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { resume } from '../commands/resume.ts';
import { type StartOptions, start } from '../commands/start.ts';
import { screenOn } from '../progress/progress.ts';

export interface Workplace {
  readonly cwd: string;
  /** What was printed so far. */
  output(): string;
  start(options: StartOptions, signal?: AbortSignal): Promise<string>;
  resume(run: string): Promise<string>;
}

/** A fresh folder with these files, to run `trapo start` in. */
export async function workplace(files: Readonly<Record<string, string>> = {}): Promise<Workplace> {
  const cwd = await mkdtemp(join(tmpdir(), 'trapo-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, name)), { recursive: true });
    await writeFile(join(cwd, name), text);
  }
  const printed: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      printed.push(String(chunk));
      done();
    },
  });
  const screen = screenOn(stream, { quiet: false });
  return {
    cwd,
    output: () => printed.join(''),
    start: (options, signal = new AbortController().signal) =>
      start({ threads: 1, ...options }, { cwd, screen, signal }),
    resume: run => resume(run, { threads: 1 }, { cwd, screen, signal: new AbortController().signal }),
  };
}

/** Sizes and steps for a test; the rest is the recipe's. */
export const tiny = `
model: {hidden_size: 16, intermediate_size: 32, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 2}
pretrain: {steps: 4, examplesPerStep: 8, warmup: 1}
training: {steps: 3, rowsPerStep: 16, responseLength: 20, lossLength: 20, warmup: 1}
`;

export const tinyTask: string = `name: tiny\ntask: {name: two-digits, train: 12, benchmark: 3}\n${tiny}`;
