// From files to rows in memory. Every file is read before anything is trained, so that a bad row is found early.

import {
  type BadRow,
  type Example,
  listed,
  loadExamples,
  loadProblems,
  type Problem,
  plainText,
} from '@trapo/trainer';
import type { Verifier } from '@trapo/verifiers';
import type { DataConfig } from '../config/config.ts';

export interface RunData {
  readonly pretrain: readonly Example[];
  readonly train: readonly Problem[];
  /** By name, in the order of the table. */
  readonly benchmarks: ReadonlyMap<string, readonly Problem[]>;
  /** What a person should know of the rows: those left out, with cause and cure. */
  readonly notes: readonly string[];
}

export interface LoadOptions {
  /** Expert answers that a training problem has at least. */
  readonly minExperts: number;
  /** Whether pretraining examples are needed. */
  readonly pretrain: boolean;
}

/** @throws BadRowsError with file, row and cure; bad rows of benchmarks are never left out, or scores would not compare */
export async function loadData(
  files: DataConfig,
  verifier: Verifier,
  { minExperts, pretrain }: LoadOptions,
): Promise<RunData> {
  const notes: string[] = [];
  const badRows = (file: string) =>
    files.badRows === 'leave-out' && {
      onBad: (rows: readonly BadRow[]) => void notes.push(listed(file, rows, 'are left out')),
    };
  const { schema = 'auto', expertText = 'whole' } = files;
  const train = await loadProblems(files.train, {
    verifier,
    minExperts,
    schema,
    expertText,
    ...badRows(files.train),
  });
  const benchmarks = new Map<string, Problem[]>();
  for (const [name, file] of Object.entries(files.benchmarks)) {
    benchmarks.set(name, await loadProblems(file, { verifier, schema }));
  }
  const examples =
    pretrain && files.pretrain ? await loadExamples(files.pretrain, { ...badRows(files.pretrain) }) : [];
  return { pretrain: examples, train, benchmarks, notes };
}

/** Every text of the data: what a tokenizer of characters is made from. */
export function* textsOf({ pretrain, train, benchmarks }: RunData): Generator<string> {
  for (const { prompt, completion } of pretrain) yield plainText(prompt) + completion;
  for (const problems of [train, ...benchmarks.values()]) {
    for (const { prompt, experts } of problems) yield [plainText(prompt), ...experts].join('');
  }
}
