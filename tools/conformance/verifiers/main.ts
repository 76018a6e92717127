/**
 * pnpm conformance verifiers [folder]: the cases of other graders' test suites, each suite under its own profile.
 *
 * Prints agreed/total for each file of the folder (../shared/verifier-cases if none is given), and below it what
 * differs. Differences that docs/disagreements.md explains are counted apart. Exits with 1 on any other difference, on a
 * file that no suite answers, and when there is nothing to compare with.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runSuite, type SuiteCase } from './suite.ts';
import { suites } from './suites/index.ts';

const folder = resolve(process.argv[3] ?? '../shared/verifier-cases');
const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.json')) : [];
if (files.length === 0) {
  console.error(
    `conformance: ${folder} holds no cases, so nothing was compared. Give a folder that does: pnpm conformance verifiers ../shared/verifier-cases`,
  );
  process.exitCode = 1;
}

// an id is explained where docs/disagreements.md names it in backticks
const disagreements = resolve(import.meta.dirname, '../../../docs/disagreements.md');
const explained = new Set(
  existsSync(disagreements)
    ? [...readFileSync(disagreements, 'utf8').matchAll(/`([^`\n]+)`/g)].map(match => match[1]!)
    : [],
);

for (const file of files.sort()) {
  const name = file.slice(0, -'.json'.length);
  const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as SuiteCase[];
  const suite = suites.find(suite => suite.name === name);
  if (!suite) {
    console.log(`${name}: no suite answers its ${cases.length} cases`);
    process.exitCode = 1;
    continue;
  }
  const { agreed, total, documented, misses } = runSuite(suite, cases, explained);
  const rest = documented > 0 ? `, ${documented} differ as docs/disagreements.md explains` : '';
  console.log(`${name}: ${agreed}/${total}${rest}`);
  for (const miss of misses) console.log(`  ${miss.slice(0, 300)}`);
  if (misses.length > 0) process.exitCode = 1;
}
