// Whole training steps: forward, backward of the mean cross-entropy, AdamW.

import type { Effort } from '../measure.ts';
import type { Runs } from '../peers/protocol.ts';
import { table } from '../table.ts';
import { compare } from './compare.ts';
import type { Checked } from './equality.ts';
import { barText, type Figure, spreadText, times } from './figure.ts';
import type { ModelSettings } from './settings.ts';

/** At 2 threads. */
const BARS: Readonly<Record<string, { 'PyTorch eager': number; 'jax-js'?: number }>> = {
  a: { 'PyTorch eager': 1.5, 'jax-js': 5 },
  b: { 'PyTorch eager': 1.2 },
  c: { 'PyTorch eager': 1 },
};

/** All sides at 2 threads, then trapo and PyTorch eager at 1. */
export async function train(
  { name, training }: ModelSettings,
  sides: readonly Checked[],
  effort: Effort,
): Promise<Figure[]> {
  const task = (threads: number) => ({
    what: `train ${name}`,
    unit: 'ms a step',
    threads,
    request: (runs: Runs) => ({ cmd: 'train' as const, ...runs }),
    parts: 1,
    bars: (threads === 2 && BARS[name]) || {},
  });
  const both = sides.filter(({ contender }) => ['trapo', 'PyTorch eager'].includes(contender.name));
  const figures = [
    ...(await compare(sides, task(2), effort)),
    ...(await compare(both, task(1), { ...effort, least: 2 })),
  ];
  console.log(`\n${printed(figures, training.rows * training.tokens)}`);
  return figures;
}

function printed(figures: readonly Figure[], tokens: number): string {
  const header = ['training step', 'side', 'threads', 'ms', 'tokens a second', 'trapo is', 'bar'];
  const rows = figures.map(({ what, who, threads, median, ratio, bar, absent, ...rest }) => [
    what,
    who,
    `${threads}`,
    absent ?? spreadText({ median: median!, ...rest }),
    absent ? '' : Math.round((1000 * tokens) / median!).toLocaleString('en'),
    ratio === undefined ? '' : times(ratio),
    barText(bar, times),
  ]);
  return table(header, rows, 2);
}
