// How probable the policy finds the expert's tokens, at one step, with TrSFT's trust region drawn in.

import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ListAt, StageContents } from '../../api.ts';
import { percent } from '../format.ts';
import type { Line } from '../lines.ts';
import { ask, useAsked, versionOf } from '../server.ts';
import { view } from '../view.ts';

/** Metrics that are histograms of the expert's tokens' probability: counts of equal bins of [0, 1]. */
export const HISTOGRAM = 'expertProbability/hist';

const [width, height, foot] = [400, 150, 16] as const;

export function HistogramCard({ line, contents }: { line: Line; contents: StageContents }): VNode {
  const [chosen, setChosen] = useState<number>();
  const { run, stage, colour } = line;
  const step = chosen ?? view.value.to ?? contents.last;
  const key = JSON.stringify([line.key, step, versionOf(run.id, stage.name)]);
  const { value, error } = useAsked(key, () =>
    ask<ListAt | null>('api/list', { run: run.id, stage: stage.name, metric: HISTOGRAM, step }),
  );
  const counts = value?.values ?? [];
  const [total, most] = [counts.reduce((sum, count) => sum + count, 0), Math.max(1, ...counts)];
  const bar = width / Math.max(1, counts.length);
  const { alpha } = run;
  const outside = alpha === undefined ? 0 : shareBelow(counts, alpha);
  const told =
    alpha === undefined
      ? `${total} expert tokens`
      : `${percent(outside)} of ${total} expert tokens below alpha = ${alpha}`;
  return (
    <section class="card" aria-label="Probability of expert tokens, as a histogram">
      <h3 title="Tokens of expert prefixes by the probability that the policy gives them; left of alpha TrSFT's gradient fades.">
        Expert tokens by probability · {line.label}
        {value && <span class="at">step {value.step}</span>}
      </h3>
      <svg class="histogram" viewBox={`0 0 ${width} ${height + foot}`} role="img" aria-label={told}>
        {counts.map((count, i) => {
          const size = (height * count) / most;
          return (
            <rect key={i} x={i * bar + 1} width={bar - 2} y={height - size} height={size} fill={colour}>
              <title>{`${(i / counts.length).toFixed(2)} to ${((i + 1) / counts.length).toFixed(2)}: ${count}`}</title>
            </rect>
          );
        })}
        <path class="axis" d={`M0 ${height + 0.5}H${width}`} />
        {[0, 0.25, 0.5, 0.75, 1].map(p => (
          <text
            key={p}
            x={p * width}
            y={height + 13}
            text-anchor={p === 0 ? 'start' : p === 1 ? 'end' : 'middle'}
          >
            {p}
          </text>
        ))}
        {alpha !== undefined && (
          <>
            <path class="alpha" d={`M${alpha * width} 0V${height}`} />
            <text class="alpha" x={alpha * width + 4} y={11}>
              alpha = {alpha}
            </text>
          </>
        )}
      </svg>
      <label class="slider">
        <span>step</span>
        <input
          type="range"
          min={1}
          max={contents.last}
          value={step}
          onInput={({ currentTarget }) => setChosen(Number(currentTarget.value))}
        />
      </label>
      <p class="told">{error ?? told}</p>
    </section>
  );
}

/** The share of counts below `p`; a bin that holds it counts by its part. */
function shareBelow(counts: readonly number[], p: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const below = counts.reduce(
    (sum, count, i) => sum + count * Math.min(1, Math.max(0, p * counts.length - i)),
    0,
  );
  return total > 0 ? below / total : 0;
}
