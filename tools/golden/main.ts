/**
 * pnpm golden [folder]: our packages against values from the authors', verl's and TRL's own code.
 *
 * Prints `file: agreed/total` for each file. Fails on any miss, a case that nothing handles among them, and when there
 * is nothing to compare with.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runFolder } from './run.ts';

const folder = resolve(process.argv[2] ?? '../shared/golden');
if (!existsSync(folder)) {
  console.error(
    `Golden: there is no folder ${folder}, so nothing was compared. Give one that holds golden files: pnpm golden ../shared/golden`,
  );
  process.exit(1);
}

const reports = runFolder(folder);
for (const { file, agreed, total, misses } of reports) {
  console.log(`${file}: ${agreed}/${total}`);
  for (const miss of misses.slice(0, 5)) console.log(`  ${miss.slice(0, 400)}`);
  if (misses.length > 5) console.log(`  and ${misses.length - 5} more`);
}
const sum = (of: 'agreed' | 'total') => reports.reduce((total, report) => total + report[of], 0);
console.log(`total: ${sum('agreed')}/${sum('total')}`);
if (sum('agreed') < sum('total') || sum('total') === 0) process.exitCode = 1;
