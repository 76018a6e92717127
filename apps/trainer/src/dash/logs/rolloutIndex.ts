// Where the lines of rollouts.jsonl are: a line is read whole only when somebody looks at it.

import type { FileHandle } from 'node:fs/promises';
import type { Rollout } from '@trapo/dashboard';
import type { LineReader } from './tail.ts';

/** A line of the file: one prompt of a step. */
export interface RolloutLine {
  readonly step: number;
  readonly position: number;
  readonly length: number;
}

export interface RolloutIndex extends LineReader {
  readonly lines: readonly RolloutLine[];
  /** Lines without a step. */
  readonly unreadable: number;
}

/** How a line begins as trainers write it; any other is parsed whole. */
const begin = /^\{\s*"step":\s*(\d+)\s*,/;
const BEGIN = 64;

export function rolloutIndex(): RolloutIndex {
  const lines: RolloutLine[] = [];
  let unreadable = 0;
  return {
    lines,
    get unreadable() {
      return unreadable;
    },
    line(bytes, from, to, position) {
      const match = begin.exec(bytes.toString('latin1', from, Math.min(to, from + BEGIN)));
      const step = match ? Number(match[1]) : stepOf(bytes.toString('utf8', from, to));
      if (step === undefined) unreadable++;
      else lines.push({ step, position, length: to - from });
    },
    reset() {
      lines.length = 0;
      unreadable = 0;
    },
  };
}

function stepOf(text: string): number | undefined {
  try {
    const { step } = JSON.parse(text) as { step?: unknown };
    return typeof step === 'number' ? step : undefined;
  } catch {
    return undefined;
  }
}

/** Reads and checks one line. Throws an Error that says what is wrong with it. */
export async function readRollout(file: FileHandle, { position, length }: RolloutLine): Promise<Rollout> {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, position);
  const rollout = JSON.parse(bytes.toString('utf8')) as Rollout;
  if (!Array.isArray(rollout.rows)) throw new Error(`the line at byte ${position} has no "rows"`);
  for (const { tokens, logProb } of rollout.rows) {
    if (Array.isArray(tokens) && Array.isArray(logProb) && tokens.length === logProb.length) continue;
    throw new Error(`the line at byte ${position} has a row without one "logProb" for each of its "tokens"`);
  }
  return rollout;
}
