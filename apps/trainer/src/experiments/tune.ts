// Learning rates, found alike for every method: a run for each rate on each tuning cell, and the best mean average.

import { join } from 'node:path';
import type { MethodName } from '@trapo/trainer';
import type { Surroundings } from '../run/runAll.ts';
import { baseJobs, cellJob, cellsOf, type Job } from './jobs.ts';
import { resultsIn, runJobs } from './runJobs.ts';
import type { TableSettings } from './settings.ts';

export interface Tuned {
  readonly method: MethodName;
  /** Mean average accuracy on the tuning cells, by rate. */
  readonly scores: readonly { readonly rate: number; readonly average: number }[];
  readonly best: number;
}

/** Tunes all methods; runs that were done before are not done again. */
export async function tune(
  settings: TableSettings,
  out: string,
  surroundings: Surroundings,
): Promise<Tuned[]> {
  const { bases, seeds, learningRates } = settings.tuning;
  await runJobs('bases', await baseJobs(settings, bases, out), surroundings);
  const tuned: Tuned[] = [];
  for (const method of settings.methods) {
    // the second phase goes on from SFT at its own best rate, where that is known by now
    const sft = tuned.find(other => other.method === 'sft')?.best;
    const ratesAt = (rate: number) => (method === 'sft-then-rl' ? [sft ?? rate, rate] : rate);
    const jobsAt = (rate: number): Promise<Job[]> =>
      Promise.all(
        cellsOf(bases, seeds).map(cell =>
          cellJob(
            settings,
            cell,
            { methods: [method] },
            join(out, 'tuning', method, `${rate}`, `${cell.seed}`),
            out,
            () => ratesAt(rate),
          ),
        ),
      );
    const byRate = await Promise.all(learningRates.map(async rate => ({ rate, jobs: await jobsAt(rate) })));
    await runJobs(
      `tune ${method}`,
      byRate.flatMap(({ jobs }) => jobs),
      surroundings,
    );
    const scores = await Promise.all(
      byRate.map(async ({ rate, jobs }) => {
        const results = await Promise.all(jobs.map(({ folder }) => resultsIn(folder)));
        const averages = results.map(({ rows }) => rows.find(({ name }) => name === method)!.average);
        return { rate, average: averages.reduce((sum, average) => sum + average, 0) / averages.length };
      }),
    );
    // of equals, the smaller rate
    const best = scores.reduce((top, score) => (score.average > top.average ? score : top)).rate;
    tuned.push({ method, scores, best });
  }
  return tuned;
}
