import { readFileSync } from 'node:fs';
import type { Attempt, Status } from '../verifier.ts';

/** One row of a kind's cases.jsonl: an attempt, what must come of it, and why the case is there. */
export interface Case extends Attempt {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly status: Status;
  readonly extracted?: string;
  readonly why: string;
}

/** Reads src/kinds/<name>/cases.jsonl. */
export const casesOf = (name: string): Case[] =>
  readFileSync(new URL(`../kinds/${name}/cases.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Case);
