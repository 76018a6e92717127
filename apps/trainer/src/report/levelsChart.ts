import type { Metrics } from './readRun.ts';
import { type Chart, frame } from './style.ts';

/** How many of TRAPO's rollouts are given how much of the expert answer, step by step. */
export function levelsChart(steps: readonly Metrics[] = []): Chart | undefined {
  const levels = [...new Set(steps.flatMap(step => Object.keys(step)))]
    .filter(name => /^level\d+$/.test(name))
    .sort();
  if (levels.length === 0) return undefined;
  const title = 'Prefix levels of TRAPO';
  const label = (level: string) =>
    level === 'level0' ? 'no prefix' : `level ${level.slice('level'.length)}`;
  const values = steps.flatMap(step =>
    levels.map((level, order) => ({ step: step.step, level: label(level), order, share: step[level] ?? 0 })),
  );
  return {
    name: 'prefix-levels',
    title,
    caption:
      'Share of the rollouts at each level of the prefix plan; the higher the level, the more of the expert answer is given.',
    spec: {
      ...frame,
      title,
      data: { values },
      mark: { type: 'area' },
      encoding: {
        x: {
          field: 'step',
          type: 'quantitative',
          title: 'step',
          axis: { tickMinStep: 1 },
          scale: { nice: false },
        },
        y: {
          field: 'share',
          type: 'quantitative',
          title: 'share of rollouts',
          stack: 'zero',
          scale: { domain: [0, 1] },
        },
        order: { field: 'order', type: 'quantitative' },
        color: {
          field: 'level',
          type: 'nominal',
          sort: levels.map(label),
          scale: {
            domain: levels.map(label),
            range: ['#cfd8dc', '#fdd49e', '#fc8d59', '#b30000', '#67000d'],
          },
        },
      },
    },
  };
}
