// pass@k of trained policies: many responses sampled a problem, kept row by row, so that a stopped evaluation goes on.

import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { averageAtK, bootstrap, type Interval, passAtK } from '@trapo/eval';
import { type Judged, judgedResponses, scoresOf } from '@trapo/trainer';
import { labelOf } from '../labels.ts';
import { silent } from '../progress/silent.ts';
import { writeWhole } from '../run/files.ts';
import { prepare } from '../run/prepare.ts';
import type { Surroundings } from '../run/runAll.ts';
import { Interrupted } from '../run/stage.ts';
import type { Job } from './jobs.ts';
import type { TableSettings } from './settings.ts';

export interface PassCurve {
  readonly label: string;
  /** Over the problems of all benchmarks and cells together. */
  readonly points: readonly ({ readonly k: number; readonly pass: number } & Interval)[];
  readonly average: number;
  /** Responses that could not be judged. */
  readonly skipped: number;
}

/** Samples what is missing for every cell, then draws the curves at k = 1, 2, 4 ... up to the samples there are. */
export async function passAtKCurves(
  { methods, benchmarks, samples }: NonNullable<TableSettings['passAtK']>,
  jobs: readonly Job[],
  { screen, signal }: Surroundings,
): Promise<PassCurve[]> {
  const scores = new Map<string, number[][]>(methods.map(method => [method, []]));
  const skipped = new Map<string, number>();
  const progress = screen.progress('pass@k', jobs.length * methods.length);
  let done = 0;
  try {
    for (const job of jobs) {
      const { policy, verifier, data, close } = await prepare(job.config, job.folder, silent);
      try {
        const base = await policy.decoder.weights();
        for (const method of methods) {
          if (signal.aborted) throw new Interrupted(`at pass@k of ${job.folder}`, job.folder);
          policy.decoder.load(base);
          if (method !== 'base') await policy.load(join(job.folder, method, 'checkpoint'));
          const problems = benchmarks.flatMap(name =>
            data.benchmarks.get(name)!.map(problem => ({ ...problem, id: `${name}/${problem.id}` })),
          );
          const file = join(job.folder, method, 'samples.jsonl');
          const kept = await readKept(file);
          const { responseLength } = job.config.training;
          const { seed } = job.config;
          const options = {
            policy,
            verifier,
            problems,
            responseLength,
            samples,
            temperature: 1,
            seed,
            answered: kept,
          };
          for await (const part of judgedResponses(options)) {
            await appendFile(file, part.map(row => `${JSON.stringify(row)}\n`).join(''));
            kept.push(...part);
          }
          const found = scoresOf(problems, kept);
          scores.get(method)!.push(...found.scores);
          skipped.set(method, (skipped.get(method) ?? 0) + found.skippedResponses);
          progress.update(++done, `${method} ${job.folder}`);
        }
      } finally {
        await close();
      }
    }
  } finally {
    progress.stop();
  }
  const ks = Array.from({ length: Math.floor(Math.log2(samples)) + 1 }, (_, i) => 2 ** i);
  return methods.map(method => {
    const all = scores.get(method)!;
    return {
      label: labelOf(method),
      points: ks.map(k => ({
        k,
        pass: passAtK(all, k),
        ...bootstrap(all, each => passAtK(each, k), { resamples: 500 }),
      })),
      average: averageAtK(all),
      skipped: skipped.get(method)!,
    };
  });
}

/** Whole lines; a torn last one is cut off, and asked for again. */
async function readKept(file: string): Promise<Judged[]> {
  if (!existsSync(file)) return [];
  const text = await readFile(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) await writeWhole(file, whole);
  return whole
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as Judged);
}
