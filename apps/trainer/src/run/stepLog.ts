// The logs of a stage: metrics, which two runs of one seed share to the byte; times, which they don't; and rollouts.

import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rewindLog } from '@trapo/trainer';

const names = ['metrics', 'timings', 'rollouts'] as const;
type LogName = (typeof names)[number];

/** Steps never fall within a log. */
type Line = { readonly step: number } & Readonly<Record<string, unknown>>;

export interface StepLog {
  /** Appends a line at once, so that `tail -f` and a killed run have every step so far. */
  append(log: LogName, line: Line): void;
  /** Has the disk hold every line: a checkpoint must never be ahead of the logs. */
  flush(): void;
  close(): void;
}

/** Opens the logs in a stage's folder behind the lines of `step`: what a killed run did after it is done again. */
export async function openLogs(folder: string, step: number): Promise<StepLog> {
  mkdirSync(folder, { recursive: true });
  for (const name of names) await rewindLog(fileOf(folder, name), step);
  const files = new Map<LogName, number>();
  return {
    append(log, line) {
      if (!files.has(log)) files.set(log, openSync(fileOf(folder, log), 'a'));
      appendFileSync(files.get(log)!, `${JSON.stringify(line)}\n`);
    },
    flush() {
      for (const file of files.values()) fsyncSync(file);
    },
    close() {
      for (const file of files.values()) closeSync(file);
    },
  };
}

/** Seconds that a stage's steps took, those before a resume included. */
export async function secondsOf(folder: string): Promise<number> {
  const text = await readFile(fileOf(folder, 'timings'), 'utf8');
  const lines = text.split('\n').filter(line => line !== '');
  return lines.reduce((sum, line) => sum + (JSON.parse(line) as { seconds: number }).seconds, 0);
}

const fileOf = (folder: string, name: LogName): string => join(folder, `${name}.jsonl`);
