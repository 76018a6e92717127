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

/** What is worked out from others. */
const THROUGHPUT = 'tokensPerSecond';

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

  const throughput = () => {
    const [steps, tokens] = [metrics.column('step'), metrics.column('tokens')];
    const [timed, seconds] = [timings.column('step'), timings.column('seconds')];
    if (!steps || !tokens || !timed || !seconds) return undefined;
    const secondsOf = new Map(Array.from(timed, (step, i) => [step, seconds[i]!]));
    const values = tokens.map((count, i) => count / (secondsOf.get(steps[i]!) ?? Number.NaN));
    return { steps, values };
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
      if (name === THROUGHPUT) return throughput();
      for (const columns of [metrics, timings]) {
        const values = columns.column(name);
        if (values) return { steps: columns.column('step') ?? none, values };
      }
      return undefined;
    },
    names() {
      const all = [...named(metrics), ...named(timings)];
      return all.includes('tokens') && all.includes('seconds') ? [...all, THROUGHPUT] : all;
    },
    async refresh() {
      await Promise.all(tails.map(log => log.refresh()));
    },
  };
}
