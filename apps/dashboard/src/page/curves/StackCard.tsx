import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Line } from '../lines.ts';
import { Chart, type ChartLine } from './Chart.tsx';
import { type Got, useSeries } from './useSeries.ts';

export interface Part {
  readonly metric: string;
  readonly label: string;
  readonly colour: string;
}

interface Stack {
  readonly title: string;
  readonly caption: string;
  readonly line: Line;
  /** From the bottom to the top. */
  readonly parts: readonly Part[];
  readonly range?: readonly [number, number];
}

/** Parts of a whole over the steps, one above the other. */
export function StackCard({ title, caption, line, parts, range }: Stack): VNode {
  const [near, setNear] = useState(false);
  const { value, error } = useSeries(
    parts.map(({ metric }) => ({ line, metric })),
    near,
    'mean',
  );
  return (
    <Chart
      title={title}
      caption={caption}
      lines={value && stacked(parts, value)}
      error={error}
      {...(range && { range })}
      onSight={setNear}
    />
  );
}

/** Sums from the bottom up, the highest first, so that each area covers those above it. */
function stacked(parts: readonly Part[], got: readonly Got[]): ChartLine[] {
  const steps = got.find(({ series }) => series.steps.length > 0)?.series.steps ?? [];
  const below = steps.map(() => 0);
  return parts
    .map(({ metric, label, colour }): ChartLine => {
      const values = got.find(one => one.metric === metric)?.series.values ?? [];
      const sums = steps.map((_, at) => {
        below[at] = below[at]! + (values[at] ?? 0);
        return below[at];
      });
      return { label, colour, fill: colour, width: 0.5, steps, values: sums, told: values };
    })
    .reverse();
}
