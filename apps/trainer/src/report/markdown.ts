import { facts } from './facts.ts';
import type { Run } from './readRun.ts';
import { markdownTable, tableOf } from './table.ts';
import type { Picture } from './writeReport.ts';

/** The report for readers of text, with its pictures linked. */
export function markdown(run: Run, pictures: readonly Picture[]): string {
  return [
    `# ${run.results.name}, seed ${run.results.seed}`,
    markdownTable(tableOf(run.results, run.record.seconds)),
    ...pictures.flatMap(({ file, title, caption }) => [`## ${title}`, caption, `![${title}](${file})`]),
    '## Made with',
    facts(run)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
    '## Config',
    `\`\`\`yaml\n${run.config.trimEnd()}\n\`\`\``,
    '',
  ].join('\n\n');
}
