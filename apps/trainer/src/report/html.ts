// The report as one page that needs no other file and no network.

import { facts } from './facts.ts';
import type { Run } from './readRun.ts';
import { tableOf } from './table.ts';
import type { Picture } from './writeReport.ts';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
  table { border-collapse: collapse; } th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid #ddd; }
  th:first-child, td:first-child { text-align: left; } figure { margin: 2rem 0; } svg { max-width: 100%; height: auto; }
  figcaption { color: #555; } pre { background: #f6f6f6; padding: 1rem; overflow: auto; } li { overflow-wrap: anywhere; }`;

export function html(run: Run, pictures: readonly Picture[]): string {
  const { head, rows } = tableOf(run.results, run.record.seconds);
  const title = escaped(`${run.results.name}, seed ${run.results.seed}`);
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    `<tr>${row.map(cell => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}
</style>
<h1>${title}</h1>
<table>
${[cells('th', head), ...rows.map(row => cells('td', row))].join('\n')}
</table>
${pictures.map(({ svg, caption }) => `<figure>${svg}<figcaption>${escaped(caption)}</figcaption></figure>`).join('\n')}
<h2>Made with</h2>
<ul>
${facts(run)
  .map(([name, value]) => `<li>${escaped(name)}: ${escaped(value)}</li>`)
  .join('\n')}
</ul>
<h2>Config</h2>
<pre>${escaped(run.config)}</pre>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, character => entities[character]!);
