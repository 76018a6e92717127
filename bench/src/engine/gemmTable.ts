// The table of matrix products.

import { table } from '../table.ts';
import { barText, type Figure, percent, spreadText } from './figure.ts';
import type { GemmResult } from './gemm.ts';

export function gemmTable({ peaks, rows }: GemmResult): string {
  const names = rows[0]?.figures.map(({ who }) => who) ?? [];
  const header = ['form', 'm x k x n', 'trapo', 'of the peak', 'bar', ...names.slice(1)];
  const notes = new Map<string, string>();
  const cell = (figure: Figure) => {
    if (figure.absent === undefined) return spreadText(figure);
    notes.set(figure.who, figure.absent);
    return '-';
  };
  const cells = rows.map(({ shape: { form, m, k, n }, figures: [ours, ...others] }) => [
    form.toUpperCase(),
    `${m} x ${k} x ${n}`,
    cell(ours!),
    ours!.share
      ? `${percent(ours!.share.median)} (${percent(ours!.share.least)}-${percent(ours!.share.most)})`
      : '',
    barText(ours!.bar, percent),
    ...others.map(cell),
  ]);
  const [wide, narrow] = peaks;
  return [
    'Matrix products at 1 thread, GFLOP/s; packing of what is not a weight included.',
    `Peak of fused multiply-adds in registers: 256-bit ${spreadText(wide!)}, 128-bit ${spreadText(narrow!)}` +
      `, ${(wide!.median! / narrow!.median!).toFixed(2)}x${wide!.median! < 1.5 * narrow!.median! ? ': V8 does not merge here' : ''}.`,
    '',
    table(header, cells, 2),
    ...[...notes].map(([who, why]) => `${who}: ${why}`),
  ].join('\n');
}
