import { labelOf } from '../labels.ts';
import type { Metrics } from './readRun.ts';
import { smooth } from './smooth.ts';
import { type Chart, colourScale, frame } from './style.ts';

interface Curve {
  readonly name: string;
  readonly metric: string;
  readonly title: string;
  readonly caption: string;
  readonly axis: string;
  /** Where the axis ends; where the values end unless told. */
  readonly top?: number;
  /** A logarithmic axis, for what falls by orders of magnitude. */
  readonly log?: boolean;
}

/** A metric over the steps, a curve for each stage that has it: as it is in pale, smoothed on top. */
export function curveChart(
  stages: ReadonlyMap<string, readonly Metrics[]>,
  { name, metric, title, caption, axis, top, log = false }: Curve,
): Chart | undefined {
  const having = [...stages].filter(([, steps]) => steps.some(step => step[metric] !== undefined));
  if (having.length === 0) return undefined;
  const values = having.flatMap(([stage, steps]) => {
    const points = steps.filter(step => step[metric] !== undefined);
    const smoothed = smooth(
      points.map(step => step[metric]!),
      Math.min(5, Math.floor(points.length / 30)),
    );
    return points.map((step, i) => ({
      stage: labelOf(stage),
      step: step.step,
      value: step[metric],
      smooth: smoothed[i],
    }));
  });
  const x = {
    field: 'step',
    type: 'quantitative',
    title: 'step',
    axis: { tickMinStep: 1 },
    scale: { nice: false },
  } as const;
  const linear = top === undefined ? { zero: true } : { domain: [0, top] };
  const scale = log ? ({ type: 'log' } as const) : linear;
  const y = (field: string) => ({ field, type: 'quantitative', title: axis, scale }) as const;
  const color = {
    field: 'stage',
    type: 'nominal',
    scale: colourScale(having.map(([stage]) => stage)),
  } as const;
  return {
    name,
    title,
    caption,
    spec: {
      ...frame,
      title,
      data: { values },
      layer: [
        { mark: { type: 'line', opacity: 0.25, strokeWidth: 1 }, encoding: { x, y: y('value'), color } },
        { mark: { type: 'line', strokeWidth: 2.5 }, encoding: { x, y: y('smooth'), color } },
      ],
    },
  };
}
