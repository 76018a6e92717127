// How all charts look, and one colour for each method (Okabe and Ito, told apart by the colour-blind).

import type { TopLevelSpec } from 'vega-lite';
import { labelOf } from '../labels.ts';

export interface Chart {
  /** Name of the file, without ending. */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly spec: TopLevelSpec;
}

const colours: Readonly<Record<string, string>> = {
  base: '#999999',
  sft: '#E69F00',
  grpo: '#0072B2',
  'sft-then-rl': '#CC79A7',
  luffy: '#009E73',
  'plain-sft-prefix': '#56B4E9',
  trapo: '#D55E00',
};

/** A colour scale for these stages, by label. */
export const colourScale = (names: readonly string[]): { domain: string[]; range: string[] } => ({
  domain: names.map(labelOf),
  range: names.map(name => colours[name] ?? '#000000'),
});

export const frame = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  width: 560,
  height: 300,
  background: 'white',
  padding: 12,
  config: {
    font: 'Helvetica, Arial, sans-serif',
    axis: {
      labelFontSize: 12,
      titleFontSize: 13,
      titleFontWeight: 'normal',
      gridColor: '#e8e8e8',
      domainColor: '#888',
    },
    legend: { labelFontSize: 12, title: null, orient: 'top', symbolStrokeWidth: 3, symbolOpacity: 1 },
    title: { fontSize: 15, anchor: 'start', offset: 8 },
    view: { stroke: null },
  },
} as const;
