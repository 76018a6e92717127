// The table of a settings file: bases, the main study over all cells, then the other studies, and what they come to.

import { join } from 'node:path';
import { averaged } from '../config/derived.ts';
import type { Surroundings } from '../run/runAll.ts';
import { baseJobs, cellJob, cellsOf } from './jobs.ts';
import { type PassCurve, passAtKCurves } from './passAtK.ts';
import { resultsIn, runJobs } from './runJobs.ts';
import type { StudyRow, TableSettings } from './settings.ts';
import { type Line, linesOf } from './summary.ts';

interface StudyResult {
  readonly name: string;
  readonly title: string;
  /** The subject of the main study first, to compare with. */
  readonly lines: readonly Line[];
}

export interface TableResult {
  readonly averaged: readonly string[];
  readonly cells: readonly { readonly base: number; readonly seed: number }[];
  /** The base models, then each method. */
  readonly main: readonly Line[];
  /** Which of them is compared with the others. */
  readonly subject: Line;
  readonly studies: readonly StudyResult[];
  readonly passAtK?: readonly PassCurve[];
}

/** @param only names of studies to run beside the main one; all unless told */
export async function runTable(
  settings: TableSettings,
  out: string,
  surroundings: Surroundings,
  only: readonly string[] = Object.keys(settings.studies),
): Promise<TableResult> {
  const cells = cellsOf(settings.bases, settings.seeds);
  await runJobs('bases', await baseJobs(settings, settings.bases, out), surroundings);

  const study = async (label: string, row: StudyRow, ...place: string[]) => {
    const jobs = await Promise.all(
      cells.map(cell => cellJob(settings, cell, row, join(out, ...place, `${cell.seed}`), out)),
    );
    await runJobs(label, jobs, surroundings);
    const runs = await Promise.all(jobs.map(({ folder }) => resultsIn(folder)));
    return { jobs, runs };
  };
  const main = await study('main', { methods: settings.methods }, 'main');
  const lines = linesOf(main.runs);
  const subject = lines[1 + settings.methods.indexOf(settings.subject)]!;

  const studies: StudyResult[] = [];
  for (const [name, { title, rows }] of Object.entries(settings.studies)) {
    if (!only.includes(name)) continue;
    const found: Line[] = [subject];
    for (const [label, row] of Object.entries(rows)) {
      const { runs } = await study(`${name}: ${label}`, row, name, label.replaceAll(/[^\w.-]+/g, '-'));
      const several = row.methods.length > 1;
      const as = several ? undefined : () => label;
      // the base is a line of the main study
      found.push(
        ...linesOf(runs, as)
          .slice(1)
          .map(line => (several ? { ...line, label: `${line.label}, ${label}` } : line)),
      );
    }
    studies.push({ name, title, lines: found });
  }

  const curves = settings.passAtK && (await passAtKCurves(settings.passAtK, main.jobs, surroundings));
  return {
    averaged: averaged(main.jobs[0]!.config),
    cells,
    main: lines,
    subject,
    studies,
    ...(curves && { passAtK: curves }),
  };
}
