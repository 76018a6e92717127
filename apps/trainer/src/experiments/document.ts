// results.md of a table: what was run, the means, the comparisons, the figures; and the numbers as CSV.

import { markdownTable } from '../report/table.ts';
import { comparisonsTable, type Line, meansTable } from './summary.ts';
import type { TableResult } from './table.ts';
import type { Tuned } from './tune.ts';

export interface Circumstances {
  readonly command: string;
  readonly machine: string;
  readonly minutes: number;
}

/** Markdown. Figures are `<name>.svg` beside it. */
export function document(
  { averaged, cells, main, subject, studies, passAtK }: TableResult,
  { command, machine, minutes }: Circumstances,
  figures: readonly string[],
): string {
  const bases = [...new Set(cells.map(({ base }) => base))];
  const others = main.filter(line => line !== subject);
  const figure = (name: string, alt: string) =>
    figures.includes(name) ? [`![${alt}](${name}.svg)`, ''] : [];
  return [
    '# Results',
    '',
    `Made by \`${command}\` in ${minutes.toFixed(0)} minutes on ${machine}: ${cells.length} experiments, ${bases.length} base models ` +
      `(seeds ${bases.join(', ')}) with ${cells.length / bases.length} seeds of prompts, problems and benchmarks each. Greedy accuracy in %, ` +
      'mean ± standard deviation over the experiments; every method has the same rollouts and updates, and a learning rate ' +
      'tuned alike, on bases and seeds that are not used here.',
    '',
    markdownTable(meansTable(main, averaged)),
    '',
    ...figure('average', 'Average accuracy by method'),
    'The average of the benchmarks, experiment by experiment; p is that of the two-sided paired sign-flip test:',
    '',
    markdownTable(comparisonsTable(subject, others)),
    '',
    ...studies.flatMap(({ name, title, lines }) => [
      `## ${title}`,
      '',
      markdownTable(meansTable(lines, averaged)),
      '',
      ...figure(name, title),
      markdownTable(comparisonsTable(lines[0]!, lines.slice(1))),
      '',
    ]),
    ...(passAtK
      ? [
          '## pass@k',
          '',
          'The chance that one of k responses sampled at temperature 1 is right, unbiased, with 95% bootstrap intervals over problems:',
          '',
          markdownTable({
            head: ['k', ...passAtK.map(({ label }) => label)],
            rows: passAtK[0]!.points.map(({ k }, i) => [
              String(k),
              ...passAtK.map(({ points }) => {
                const { pass, low, high } = points[i]!;
                return `${(100 * pass).toFixed(1)} (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`;
              }),
            ]),
          }),
          '',
          ...figure('pass-at-k', 'pass@k'),
        ]
      : []),
  ].join('\n');
}

/** One line for each method and experiment. */
export function csv({ cells, main, studies }: TableResult): string {
  const benchmarks = Object.keys(main[0]!.accuracy);
  const rows = (study: string, lines: readonly Line[]) =>
    lines.flatMap(({ label, average, accuracy }) =>
      cells.map(({ base, seed }, i) =>
        [
          study,
          `"${label.replaceAll('"', '""')}"`,
          base,
          seed,
          average[i],
          ...benchmarks.map(name => accuracy[name]![i]),
        ].join(','),
      ),
    );
  return [
    ['study', 'row', 'base', 'seed', 'average', ...benchmarks].join(','),
    ...rows('main', main),
    ...studies.flatMap(({ name, lines }) => rows(name, lines.slice(1))),
    '',
  ].join('\n');
}

/** The scores of every rate, for the record. */
export function tuningDocument(tuned: readonly Tuned[]): string {
  const rates = tuned[0]!.scores.map(({ rate }) => rate);
  return markdownTable({
    head: ['method', ...rates.map(rate => rate.toExponential(1)), 'taken'],
    rows: tuned.map(({ method, scores, best }) => [
      method,
      ...scores.map(({ average }) => (100 * average).toFixed(1)),
      best.toExponential(1),
    ]),
  });
}
