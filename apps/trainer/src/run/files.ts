// The files of a run, written so that two runs of one seed can be compared byte by byte: times are kept apart.

import { createHash } from 'node:crypto';
import { appendFileSync, createReadStream, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export const writeJson = (file: string, value: unknown): Promise<void> =>
  writeFile(file, `${JSON.stringify(value, null, 2)}\n`);

/** Appends a line at once, so that `tail -f` and a killed run have every step so far. */
const appendJsonl = (file: string, value: object): void => appendFileSync(file, `${JSON.stringify(value)}\n`);

/** A stage's folder with its step log: metrics without times, and times. */
export function stepLog(folder: string): (metrics: Readonly<Record<string, number>>) => void {
  mkdirSync(folder, { recursive: true });
  let last = performance.now();
  return metrics => {
    const now = performance.now();
    appendJsonl(join(folder, 'metrics.jsonl'), metrics);
    appendJsonl(join(folder, 'timings.jsonl'), {
      step: metrics.step,
      seconds: Number(((now - last) / 1000).toFixed(4)),
    });
    last = now;
  };
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
