// A comparison as text: for a terminal, Markdown, spreadsheets, and as a picture.

import type { Comparison, ComparisonRow, Spread } from '@trapo/dashboard';
import type { Table } from '../report/table.ts';

/** The table as people read it: `94.1 ± 2.0`. */
export function comparisonTable({ averaged, others, rows }: Comparison): Table {
  const configs = new Set(rows.map(({ config }) => config)).size > 1;
  const cells = ({ config, label, seeds, accuracy, average, seconds }: ComparisonRow) => [
    label,
    ...(configs ? [config] : []),
    seedsOf(seeds),
    ...averaged.map(name => shown(accuracy[name])),
    shown(average),
    ...others.map(name => shown(accuracy[name])),
    shown(seconds),
  ];
  return {
    head: ['greedy %', ...(configs ? ['run'] : []), 'seeds', ...averaged, 'Avg', ...others, 'training s'],
    rows: rows.map(cells),
  };
}

const shown = (value: Spread | undefined): string =>
  value === undefined
    ? '-'
    : value.mean.toFixed(1) + (value.deviation === undefined ? '' : ` ± ${value.deviation.toFixed(1)}`);

/** `1`, `1-5`, `1, 4, 9`. */
export function seedsOf(seeds: readonly number[]): string {
  const sorted = [...seeds].sort((a, b) => a - b);
  const runOfSeeds = sorted.length > 2 && sorted.every((seed, i) => seed === sorted[0]! + i);
  return runOfSeeds ? `${sorted[0]}-${sorted.at(-1)}` : sorted.join(', ');
}

/** Means and deviations in columns of their own, unrounded, for other programs (RFC 4180). */
export function comparisonCsv({ averaged, others, rows }: Comparison): string {
  const benchmarks = [...averaged, ...others];
  const head = [
    'run',
    'method',
    'seeds',
    ...[...benchmarks, 'average', 'seconds'].flatMap(name => [name, `${name} sd`]),
  ];
  const lines = rows.map(({ config, method, seeds, accuracy, average, seconds }) => [
    config,
    method,
    seeds.join(' '),
    ...[...benchmarks.map(name => accuracy[name]), average, seconds].flatMap(value => [
      value?.mean ?? '',
      value?.deviation ?? '',
    ]),
  ]);
  return [head, ...lines].map(line => `${line.map(field).join(',')}\r\n`).join('');
}

/** Quoted where it must be; text that a spreadsheet would run as a formula begins with an apostrophe. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const [rowHeight, padding, letter] = [28, 16, 7.4] as const;

/** The table as an SVG picture: best average in bold, black on white. */
export function comparisonSvg(comparison: Comparison): string {
  const { head, rows } = comparisonTable(comparison);
  const widths = head.map((_, i) => {
    const longest = Math.max(...[head, ...rows].map(row => [...row[i]!].length));
    return longest * letter + padding;
  });
  const ends = widths.map((_, i) => padding + widths.slice(0, i + 1).reduce((sum, width) => sum + width, 0));
  const width = Math.ceil(ends.at(-1)! + padding);
  const height = (rows.length + 1) * rowHeight + 2 * padding;
  const best = comparison.rows.reduce(
    (top, { average }, i) => (average.mean > comparison.rows[top]!.average.mean ? i : top),
    0,
  );
  const line = (cells: readonly string[], row: number, weight: number) => {
    const y = padding + row * rowHeight + 19;
    return cells
      .map((cell, i) => {
        const [x, anchor] = i === 0 ? [padding, 'start'] : [ends[i]! - padding / 2, 'end'];
        return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-weight="${weight}">${escaped(cell)}</text>`;
      })
      .join('');
  };
  const rule = padding + rowHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      'font-family="system-ui, sans-serif" font-size="13" fill="#1d2127">',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    line(head, 0, 600),
    `<path d="M${padding} ${rule}H${width - padding}" stroke="#8a93a0"/>`,
    ...rows.map((row, i) => line(row, i + 1, i === best && rows.length > 1 ? 600 : 400)),
    '</svg>\n',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, character => entities[character]!);
