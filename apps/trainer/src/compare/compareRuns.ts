import { comparedOf, openRuns } from '../dash/runs.ts';
import { markdownTable, plainTable } from '../report/table.ts';
import { compare } from './comparison.ts';
import { comparisonCsv, comparisonSvg, comparisonTable } from './formats.ts';

export type Format = 'table' | 'markdown' | 'csv' | 'svg' | 'json';

/**
 * Compares the finished runs of these folders, each a run's or one with runs in it; unfinished ones are named in `left`.
 * @throws Error when none is finished
 */
export async function compareRuns(
  folders: readonly string[],
  each: boolean,
  format: Format,
): Promise<{ readonly text: string; readonly left: readonly string[] }> {
  const runs = await (await openRuns(folders)).find();
  const found = await Promise.all(runs.map(async run => ({ run, compared: await comparedOf(run) })));
  const finished = found.map(({ compared }) => compared).filter(compared => compared !== undefined);
  if (finished.length === 0) {
    throw new Error(
      `no finished run in ${folders.join(', ')}; give runs that \`trapo start\` has ended, for example runs/*`,
    );
  }
  const comparison = compare(finished, each);
  const formats: Readonly<Record<Format, () => string>> = {
    table: () => `${plainTable(comparisonTable(comparison))}\n`,
    markdown: () => `${markdownTable(comparisonTable(comparison))}\n`,
    csv: () => comparisonCsv(comparison),
    svg: () => comparisonSvg(comparison),
    json: () => `${JSON.stringify(comparison, null, 2)}\n`,
  };
  return {
    text: formats[format](),
    left: found.filter(({ compared }) => !compared).map(({ run }) => run.id),
  };
}
