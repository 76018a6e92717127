// Steps in stretches, and resident memory after each.

import { progress } from '../progress.ts';
import { isFlat, type Slope, slope } from './slope.ts';

const SAMPLES = 20;

export interface Watched {
  /** Steps done at each sample, those of the warm-up not counted. */
  readonly steps: readonly number[];
  /** Resident memory after a garbage collection, in kilobytes. */
  readonly kilobytes: readonly number[];
  readonly line: Slope;
  readonly flat: boolean;
}

/**
 * Runs `count` steps in SAMPLES stretches after a tenth of them as warm-up. `run` resolves to the steps that it did,
 * `sample` to the resident memory in kilobytes.
 */
export async function watch(
  what: string,
  count: number,
  run: (steps: number) => Promise<number>,
  sample: () => Promise<number>,
): Promise<Watched> {
  progress(`memory: ${what}, warm-up`);
  await run(Math.ceil(count / 10));
  const steps: number[] = [];
  const kilobytes: number[] = [];
  let done = 0;
  for (let stretch = 1; stretch <= SAMPLES; stretch++) {
    done += await run(Math.ceil((count * stretch) / SAMPLES - done));
    steps.push(done);
    kilobytes.push(await sample());
    if (stretch % 5 === 0) progress(`memory: ${what}, ${done} steps`);
  }
  const line = slope(steps, kilobytes);
  return { steps, kilobytes, line, flat: isFlat(line) };
}

export function printWatched(what: string, { steps, kilobytes, line, flat }: Watched): void {
  const total = steps.at(-1)!;
  console.log(
    `${what}\n` +
      `  after ${steps[0]}, ${steps[1]} ... ${total} steps, MB: ${kilobytes.map(kb => (kb / 1024).toFixed(1)).join(' ')}\n` +
      `  slope ${line.slope.toFixed(3)} KB a step, standard error ${line.standardError.toFixed(3)}: ` +
      `${flat ? 'flat within noise' : 'grows'}; ${((line.slope * total) / 1024).toFixed(2)} MB over the run, ` +
      `and ${((2 * line.standardError * total) / 1024).toFixed(2)} MB would have shown`,
  );
}
