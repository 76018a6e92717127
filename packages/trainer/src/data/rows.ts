import { linesOf } from './lines.ts';
import { parquetRows } from './parquet.ts';

/** One row as the file has it, or why it is none. */
export type FileRow = {
  /** Line of a JSONL file, row of a Parquet file; from 1. */
  readonly row: number;
} & ({ readonly value: unknown } | { readonly fault: string });

/**
 * The rows of a file: Parquet where its name ends in `.parquet`, JSONL otherwise, where blank lines are none. A field that
 * is null isn't there: Parquet can't tell these apart.
 *
 * @throws where the file can't be read, with its path
 */
export async function* rowsOf(file: string): AsyncGenerator<FileRow, void> {
  let row = 0;
  try {
    if (file.endsWith('.parquet')) {
      for await (const value of parquetRows(file)) yield { row: ++row, value: withoutNulls(value) };
      return;
    }
    for await (const line of linesOf(file)) {
      row++;
      if (line.trim() !== '') yield { row, ...parsed(line) };
    }
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const behind = row > 0 ? ` behind row ${row}` : '';
    throw new Error(
      missing ? `there is no file ${file}` : `can't read ${file}${behind}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function parsed(line: string): { value: unknown } | { fault: string } {
  try {
    return { value: withoutNulls(JSON.parse(line)) };
  } catch (fault) {
    return { fault: (fault as SyntaxError).message };
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(fields.map(([key, field]) => [key, withoutNulls(field)]));
}
