/** Runs every golden file of a folder through its handler and counts what agrees. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { difference } from './golden.ts';
import { handlers } from './handlers/index.ts';

export interface FileReport {
  file: string;
  agreed: number;
  total: number;
  /** The first difference of each case that didn't agree; a case that nothing handles is one. */
  misses: string[];
}

export function runFolder(folder: string): FileReport[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => runFile(folder, file));
}

function runFile(folder: string, file: string): FileReport {
  const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cases: { name?: string }[] };
  const report: FileReport = { file, agreed: 0, total: cases.length, misses: [] };
  for (const [i, golden] of cases.entries()) {
    const found = answer(file, golden);
    if (found === 'agrees') report.agreed++;
    else report.misses.push(`${golden.name ?? i}: ${found}`);
  }
  return report;
}

/** 'agrees', or the first difference. An error thrown by our code is a difference. */
function answer(file: string, golden: unknown): string {
  try {
    const checks = Object.hasOwn(handlers, file) ? handlers[file]!(golden) : undefined;
    if (!checks) return 'no handler answers it';
    for (const check of checks) {
      const found = difference(check);
      if (found) return found;
    }
    return checks.length > 0 ? 'agrees' : 'nothing was compared';
  } catch (error) {
    return `threw: ${error instanceof Error ? error.message : String(error)}`;
  }
}
