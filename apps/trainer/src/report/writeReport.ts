// The report of a run: report.html, report.md, and a picture each for what the metrics say.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartsOf } from './charts.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { readRun } from './readRun.ts';
import { toSvg } from './toSvg.ts';

/** A picture with its file name and what it shows. */
export interface Picture {
  readonly file: string;
  readonly title: string;
  readonly caption: string;
  readonly svg: string;
}

/** Writes the report of a finished run; returns the path of report.html. */
export async function writeReport(folder: string): Promise<string> {
  const run = await readRun(folder);
  const pictures: Picture[] = [];
  for (const { name, title, caption, spec } of chartsOf(run)) {
    pictures.push({ file: `${name}.svg`, title, caption, svg: await toSvg(spec) });
  }
  for (const { file, svg } of pictures) await writeFile(join(folder, file), svg);
  await writeFile(join(folder, 'report.md'), markdown(run, pictures));
  const page = join(folder, 'report.html');
  await writeFile(page, html(run, pictures));
  return page;
}
