// A chart in its card: drawn when it comes into sight, taken away when it is far, followed by mouse and keys.

import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { short } from '../format.ts';
import { dark } from '../lines.ts';
import { Swatch } from '../RunPicker.tsx';
import { show, view } from '../view.ts';
import { type PlotLine, type PlotShape, plot } from './plot.ts';

/** A line with its numbers, at steps of its own. */
export interface ChartLine extends PlotLine {
  readonly label: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** What the cursor tells of it, where that is not the values drawn. */
  readonly told?: readonly (number | null)[];
  /** Drawn, but not told of. */
  readonly silent?: boolean;
}

interface Chart {
  readonly title: string;
  readonly caption: string;
  readonly lines: readonly ChartLine[] | undefined;
  readonly error?: string | undefined;
  readonly log?: boolean;
  readonly range?: readonly [number, number];
  readonly children?: ComponentChildren;
  /** Whether it can be seen, or nearly: only then it needs its lines. */
  readonly onSight: (near: boolean) => void;
}

const HEIGHT = 190;

export function Chart({ title, caption, lines, error, log = false, range, children, onSight }: Chart): VNode {
  const card = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const [near, setNear] = useState(false);
  const [cursor, setCursor] = useState<number | null>(null);
  // keys may come faster than the page is drawn
  const latest = useRef<number | null>(null);
  const onCursor = (index: number | null) => {
    latest.current = index;
    setCursor(index);
  };
  const { from, to } = view.value;

  useEffect(() => {
    let waiting = 0;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        cancelIdleCallback(waiting);
        // between frames, so that scrolling past many charts stays smooth
        waiting = requestIdleCallback(
          () => {
            setNear(entry!.isIntersecting);
            onSight(entry!.isIntersecting);
          },
          { timeout: 500 },
        );
      },
      { rootMargin: '300px' },
    );
    watcher.observe(card.current!);
    return () => {
      watcher.disconnect();
      cancelIdleCallback(waiting);
    };
  }, []);

  // another chart only when it must look different; new numbers alone are drawn in the same one
  const shape: PlotShape = {
    lines: (lines ?? []).map(({ colour, dash, width, fill }) => ({
      colour,
      ...(dash && { dash }),
      ...(width && { width }),
      ...(fill && { fill }),
    })),
    log,
    ...(range && { range }),
    height: HEIGHT,
  };
  const look = near && lines && lines.length > 0 ? JSON.stringify([shape, dark.value]) : undefined;
  useLayoutEffect(() => {
    if (look === undefined) return;
    const element = place.current!;
    const made = plot(element, shape, { onCursor });
    chart.current = made;
    const resizes = new ResizeObserver(() =>
      made.setSize({ width: Math.max(120, element.clientWidth), height: HEIGHT }),
    );
    resizes.observe(element);
    return () => {
      resizes.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [look]);
  const table = useMemo(() => joined(lines ?? []), [lines]);
  useLayoutEffect(() => {
    if (look !== undefined) chart.current!.setData(drawable(table, log));
  }, [look, table, from, to]);

  const steps = table[0];
  const last = steps.length - 1;
  const at = Math.min(cursor ?? last, last);
  const move = (event: KeyboardEvent) => {
    const now = latest.current ?? last;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      Home: 0,
      End: last,
    };
    const goal = moves[event.key];
    const step = steps[goal ?? now];
    if (step === undefined || !chart.current) return;
    if (goal !== undefined) {
      const { bbox } = chart.current;
      chart.current.setCursor({
        left: chart.current.valToPos(step, 'x'),
        top: bbox.height / devicePixelRatio / 2,
      });
    } else if (event.key === '+' || event.key === '-') {
      const [first, end] = [from ?? steps[0]!, to ?? steps[last]!];
      const half = ((end - first) / 2) * (event.key === '+' ? 0.5 : 2);
      const zoom = { from: Math.max(1, Math.floor(step - half)), to: Math.ceil(step + half) };
      if (half >= 1) show(zoom);
    } else if (event.key === 'Escape') show({ from: undefined, to: undefined });
    else return;
    event.preventDefault();
  };

  return (
    <section class="card" ref={card} aria-label={title}>
      <h3 title={caption}>
        {title}
        {lines && steps.length > 0 && <span class="at">step {steps[at]}</span>}
      </h3>
      {children}
      <div
        class="plot"
        ref={place}
        tabIndex={0}
        role="slider"
        aria-label={`${title}. ${caption} Arrow keys move through the steps, + and - zoom, Escape shows all.`}
        aria-valuemin={steps[0] ?? 0}
        aria-valuemax={steps.at(-1) ?? 0}
        aria-valuenow={steps[at] ?? 0}
        aria-valuetext={`step ${steps[at] ?? 0}`}
        onKeyDown={move}
      />
      {error && <p class="error">{error}</p>}
      {lines && lines.length === 0 && <p class="empty">no such numbers in what is shown</p>}
      <ul class="values">
        {near &&
          lines?.map(
            (line, i) =>
              !line.silent && (
                <li key={line.label}>
                  <Swatch colour={line.fill ?? line.colour} dash={line.dash ?? []} />
                  <span class="name">{line.label}</span>
                  <span class="number">{short(told(line, table, i, at))}</span>
                </li>
              ),
          )}
      </ul>
    </section>
  );
}

/** Lines at the steps of all of them. */
const joined = (lines: readonly ChartLine[]): uPlot.AlignedData =>
  lines.length === 0
    ? [[]]
    : uPlot.join(lines.map(({ steps, values }): uPlot.AlignedData => [[...steps], [...values]]));

/** A logarithmic axis has no place for zero and below. */
const drawable = (table: uPlot.AlignedData, log: boolean): uPlot.AlignedData =>
  log
    ? ([
        table[0],
        ...table
          .slice(1)
          .map(values =>
            Array.from(values as (number | null)[], value => (value && value > 0 ? value : null)),
          ),
      ] as unknown as uPlot.AlignedData)
    : table;

/** A line's number at the cursor: of the nearest step that it has, going back. */
function told(
  { told, steps, values }: ChartLine,
  table: uPlot.AlignedData,
  line: number,
  at: number,
): number | null {
  if (told) {
    const place = steps.findLastIndex(step => step <= (table[0]![at] ?? Number.POSITIVE_INFINITY));
    return told[place] ?? null;
  }
  const all = table[line + 1];
  if (!all) return values.at(-1) ?? null;
  for (let i = at; i >= 0; i--) if (all[i] !== null && all[i] !== undefined) return all[i]!;
  return null;
}
