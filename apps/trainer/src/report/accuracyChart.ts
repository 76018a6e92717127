import { labelOf } from '../labels.ts';
import type { Results } from '../run/results.ts';
import { type Chart, colourScale, frame } from './style.ts';

/** Greedy accuracy: a group of bars for each benchmark, a bar for the base and each method. */
export function accuracyChart({ benchmarks, rows }: Results): Chart {
  const title = 'Accuracy by benchmark';
  const values = rows.flatMap(({ name, accuracy }) =>
    benchmarks.map(benchmark => ({
      stage: labelOf(name),
      benchmark,
      percent: 100 * (accuracy[benchmark] ?? 0),
    })),
  );
  const { domain, range } = colourScale(rows.map(({ name }) => name));
  return {
    name: 'accuracy',
    title,
    caption: 'Share of problems solved by the greedy response.',
    spec: {
      ...frame,
      title,
      data: { values },
      mark: { type: 'bar' },
      encoding: {
        x: {
          field: 'benchmark',
          type: 'nominal',
          sort: [...benchmarks],
          title: null,
          axis: { labelAngle: 0 },
        },
        xOffset: { field: 'stage', sort: domain },
        y: {
          field: 'percent',
          type: 'quantitative',
          title: 'greedy accuracy (%)',
          scale: { domain: [0, 100] },
        },
        color: { field: 'stage', type: 'nominal', scale: { domain, range } },
      },
    },
  };
}
