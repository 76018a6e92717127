// The table's figures, as Vega-Lite charts.

import { spread } from '../compare/comparison.ts';
import { type Chart, frame } from '../report/style.ts';
import type { Line } from './summary.ts';
import type { TableResult } from './table.ts';

const AXIS = 'average accuracy (%)';

/** Means with deviations, one bar a line. */
function bars(name: string, title: string, lines: readonly Line[]): Chart {
  const values = lines.map(({ label, average }) => {
    const { mean, deviation = 0 } = spread(average.map(value => 100 * value));
    return { label, mean, low: Math.max(0, mean - deviation), high: Math.min(100, mean + deviation) };
  });
  const x = {
    field: 'label',
    type: 'nominal',
    sort: values.map(({ label }) => label),
    title: null,
    axis: { labelAngle: -30 },
  } as const;
  return {
    name,
    title,
    caption: 'Mean and standard deviation over the experiments.',
    spec: {
      ...frame,
      title,
      data: { values },
      layer: [
        {
          mark: { type: 'bar', color: '#0072B2' },
          encoding: {
            x,
            y: { field: 'mean', type: 'quantitative', title: AXIS, scale: { domain: [0, 100] } },
          },
        },
        {
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: { x, y: { field: 'low', type: 'quantitative', title: AXIS }, y2: { field: 'high' } },
        },
      ],
    },
  };
}

export function figures({ main, studies, passAtK }: TableResult): Chart[] {
  return [
    bars('average', 'Average accuracy by method', main),
    ...studies.map(({ name, title, lines }) => bars(name, title, lines)),
    ...(passAtK
      ? [
          {
            name: 'pass-at-k',
            title: 'pass@k',
            caption: 'With 95% bootstrap intervals over problems.',
            spec: {
              ...frame,
              title: 'pass@k',
              data: {
                values: passAtK.flatMap(({ label, points }) =>
                  points.map(({ k, pass, low, high }) => ({
                    label,
                    k,
                    pass: 100 * pass,
                    low: 100 * low,
                    high: 100 * high,
                  })),
                ),
              },
              encoding: {
                x: {
                  field: 'k',
                  type: 'quantitative',
                  scale: { type: 'log', base: 2 },
                  title: 'k responses',
                },
                color: { field: 'label', type: 'nominal' },
              },
              layer: [
                {
                  mark: { type: 'area', opacity: 0.15 },
                  encoding: {
                    y: { field: 'low', type: 'quantitative', title: 'solved (%)' },
                    y2: { field: 'high' },
                  },
                },
                {
                  mark: { type: 'line', point: true },
                  encoding: {
                    y: {
                      field: 'pass',
                      type: 'quantitative',
                      title: 'solved (%)',
                      scale: { domain: [0, 100] },
                    },
                  },
                },
              ],
            },
          } satisfies Chart,
        ]
      : []),
  ];
}
