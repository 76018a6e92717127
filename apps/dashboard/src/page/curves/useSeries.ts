import type { Series } from '../../api.ts';
import type { Line } from '../lines.ts';
import { type Asked, ask, useAsked, versionOf } from '../server.ts';
import { view } from '../view.ts';

/** How many points a line may have: more than there are columns of pixels would not be seen. */
const POINTS = 600;

export interface Wanted {
  readonly line: Line;
  readonly metric: string;
}

/** A metric of a line, with its numbers. */
export interface Got extends Wanted {
  readonly series: Series;
}

/** Metrics over the steps that are zoomed to, asked for again when their logs grow; nothing unless `near`. */
export function useSeries(
  wanted: readonly Wanted[],
  near: boolean,
  reduce: 'extremes' | 'mean' = 'extremes',
): Asked<readonly Got[]> {
  const { from, to, smooth } = view.value;
  const parameters = { from, to, points: POINTS, reduce, ...(reduce === 'extremes' && { smooth }) };
  const each = wanted.map(({ line, metric }) => [line.key, metric, versionOf(line.run.id, line.stage.name)]);
  return useAsked(near ? JSON.stringify([parameters, each]) : undefined, () =>
    Promise.all(
      wanted.map(async ({ line, metric }) => {
        const asked = { run: line.run.id, stage: line.stage.name, metric, ...parameters };
        return { line, metric, series: await ask<Series>('api/series', asked) };
      }),
    ),
  );
}
