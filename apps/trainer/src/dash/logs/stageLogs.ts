// The logs of one stage of a run, in memory: read when first asked for, then only what was appended.

import { openInside } from '../runFiles.ts';
import { type Columns, makeColumns } from './columns.ts';
import { type RolloutIndex, rolloutIndex } from './rolloutIndex.ts';
import { tail } from './tail.ts';

export interface StageLogs {
  readonly metrics: Columns;
  /** Seconds of each step, and of its phases. */
  readonly timings: Columns;
  readonly rollouts: RolloutIndex;
  /** Lines that were left out because they can't be read. */
  readonly unreadable: number;
  /** A metric with the steps it belongs to; undefined when the stage doesn't have it. Views: do not keep them. */
  metric(name: string): { readonly steps: Float64Array; readonly values: Float64Array } | undefined;
  /** Names that `metric` knows. */
  names(): string[];
  /** Reads what was appended since. */
  refresh(): Promise<void>;
}

/** What is worked out from the timings of a step. */
const derived: Readonly<Record<string, readonly [readonly string[], (...of: number[]) => number]>> = {
  generatedTokensPerSecond: [['generatedTokens', 'generate'], (tokens, seconds) => tokens / seconds],
  learnedTokensPerSecond: [['learnedTokens', 'learn'], (tokens, seconds) => tokens / seconds],
  otherSeconds: [
    ['seconds', 'generate', 'verify', 'learn'],
    (all, ...phases) => Math.max(0, all - phases.reduce((sum, seconds) => sum + seconds, 0)),
  ],
};

/** @param root the run's folder, as `realpath` gives it */
export function stageLogs(root: string, stage: string): StageLogs {
  const metrics = makeColumns();
  const timings = makeColumns();
  const rollouts = rolloutIndex();
  const open = (log: string) => () => openInside(root, stage, `${log}.jsonl`);
  const into = (columns: Columns) => ({
    line: (bytes: Buffer, from: number, to: number) => columns.add(bytes, from, to),
    reset: () => columns.clear(),
  });
  const tails = [
    tail(open('metrics'), into(metrics)),
    tail(open('timings'), into(timings)),
    tail(open('rollouts'), rollouts),
  ];
  const none = new Float64Array();

  const workedOut = (name: string): Float64Array | undefined => {
    const [from, formula] = derived[name]!;
    const columns = from.map(part => timings.column(part));
    if (!columns.every(column => column !== undefined)) return undefined;
    // no tokens in no time are no rate
    return columns[0]!.map((_, row) => formula(...columns.map(column => column[row]!)));
  };
  const named = (columns: Columns) => columns.names().filter(name => name !== 'step');

  return {
    metrics,
    timings,
    rollouts,
    get unreadable() {
      return metrics.unreadable + timings.unreadable + rollouts.unreadable;
    },
    metric(name) {
      const values = Object.hasOwn(derived, name) ? workedOut(name) : undefined;
      if (values) return { steps: timings.column('step') ?? none, values };
      for (const columns of [metrics, timings]) {
        const column = columns.column(name);
        if (column) return { steps: columns.column('step') ?? none, values: column };
      }
      return undefined;
    },
    names: () => [
      ...named(metrics),
      ...named(timings),
      ...Object.keys(derived).filter(name => derived[name]![0].every(part => timings.column(part))),
    ],
    async refresh() {
      await Promise.all(tails.map(log => log.refresh()));
    },
  };
}
