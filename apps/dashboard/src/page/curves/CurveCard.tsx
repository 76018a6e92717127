import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Line } from '../lines.ts';
import { view } from '../view.ts';
import { Chart, type ChartLine } from './Chart.tsx';
import { useSeries } from './useSeries.ts';

export interface Curve {
  readonly metric: string;
  readonly title: string;
  readonly caption: string;
  /** Shares and rewards, whose axis is always the same. */
  readonly share?: boolean;
}

/** A metric of all lines that have it: as it is in pale, smoothed on top. */
export function CurveCard({
  metric,
  title,
  caption,
  share = false,
  lines,
}: Curve & { lines: readonly Line[] }): VNode {
  const [near, setNear] = useState(false);
  const { log } = view.value;
  const { value, error } = useSeries(
    lines.map(line => ({ line, metric })),
    near,
  );
  const shown = value?.flatMap(({ line: { key }, series: { steps, values, smooth } }): ChartLine[] => {
    const line = lines.find(candidate => candidate.key === key);
    if (!line || steps.length === 0) return [];
    const { colour, dash, label } = line;
    if (!smooth) return [{ label, colour, dash, steps, values }];
    return [
      { label: `${label}, raw`, colour: `${colour}55`, width: 1, steps, values, silent: true },
      { label, colour, dash, width: 2, steps, values: smooth },
    ];
  });
  return (
    <Chart
      title={title}
      caption={caption}
      lines={shown}
      error={error}
      log={log}
      {...(share && !log && { range: [0, 1.02] as const })}
      onSight={setNear}
    />
  );
}
