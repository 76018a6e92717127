import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Beside the repository; TRAPO_SHARED names another folder. */
export const SHARED: string = resolve(
  process.env.TRAPO_SHARED ?? resolve(import.meta.dirname, '../../../../shared'),
);

/** The different golds of all benchmarks. Throws Error where there are none. */
export function benchmarkGolds(): readonly string[] {
  const folder = join(SHARED, 'benchmarks');
  const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.jsonl')) : [];
  if (files.length === 0)
    throw new Error(`${folder} holds no benchmarks; set TRAPO_SHARED, for example TRAPO_SHARED=../shared`);
  const rows = files.flatMap(file => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
  return [...new Set(rows.map(row => String((JSON.parse(row) as { readonly answer: unknown }).answer)))];
}
