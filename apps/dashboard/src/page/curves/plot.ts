// uPlot as all charts here use it: a cursor that moves in all of them, a drag that zooms all of them.

import uPlot from 'uplot';
import { dark } from '../lines.ts';
import { show, view } from '../view.ts';

export interface PlotLine {
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly width?: number;
  /** Fills the area below. */
  readonly fill?: string;
}

export interface PlotShape {
  readonly lines: readonly PlotLine[];
  readonly log: boolean;
  /** Where the axis of values begins and ends; where the values do unless told. */
  readonly range?: readonly [number, number];
  readonly height: number;
}

export interface PlotEvents {
  /** The place of the cursor among the points, or null when it is elsewhere. */
  onCursor(index: number | null): void;
}

/** Charts that share their cursor. */
const SYNC = 'steps';

/** Makes a chart in an element that has its width. */
export function plot(element: HTMLElement, shape: PlotShape, events: PlotEvents): uPlot {
  const { lines, log, range, height } = shape;
  const [text, grid] = dark.value ? ['#9aa4b2', '#2a2f37'] : ['#5f6672', '#e6e8ec'];
  const axis = {
    stroke: text,
    font: '11px system-ui, sans-serif',
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: Math.max(120, element.clientWidth),
      height,
      padding: [8, 14, 0, 0],
      scales: {
        x: { time: false, range: (_, low, high) => zoomed(low, high) },
        y: log ? { distr: 3 } : range ? { range: [range[0], range[1]] } : {},
      },
      series: [
        {},
        ...lines.map(({ colour, dash = [], width = 1.5, fill }) => ({
          stroke: colour,
          width,
          dash: [...dash],
          ...(fill && { fill }),
          points: { show: (_: uPlot, __: number, first: number, last: number) => last - first < 2 },
          spanGaps: true,
        })),
      ],
      axes: [
        {
          ...axis,
          size: 28,
          values: (_, splits) => splits.map(step => (Number.isInteger(step) ? String(step) : '')),
        },
        {
          ...axis,
          size: 48,
          values: (_, splits) => splits.map(value => (value === null ? '' : compact(value))),
        },
      ],
      legend: { show: false },
      cursor: {
        sync: { key: SYNC, setSeries: false },
        drag: { x: true, y: false, setScale: false },
        points: { size: 6 },
        bind: {
          dblclick: () => () => {
            show({ from: undefined, to: undefined });
            return null;
          },
        },
      },
      hooks: {
        setCursor: [({ cursor }) => events.onCursor(cursor.idx ?? null)],
        setSelect: [
          chart => {
            const { left, width } = chart.select;
            if (width < 3) return;
            const steps = [left, left + width].map(x => chart.posToVal(x, 'x'));
            show({ from: Math.floor(steps[0]!), to: Math.ceil(steps[1]!) });
            chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    },
    [[], ...lines.map(() => [])],
    element,
  );
}

function zoomed(low: number | null, high: number | null): [number, number] {
  const { from, to } = view.value;
  const [begin, end] = [from ?? low ?? 0, to ?? high ?? 1];
  return end > begin ? [begin, end] : [begin - 1, begin + 1];
}

const compact = (value: number): string => {
  const size = Math.abs(value);
  if (size === 0 || (size >= 0.01 && size < 10_000)) return String(Number(value.toPrecision(4)));
  return value.toExponential(0);
};
