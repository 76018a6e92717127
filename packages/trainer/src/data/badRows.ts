/** A row that can't be used: where it is, what is wrong, and what would be right. */
export interface BadRow {
  readonly file: string;
  /** Line number, from 1. */
  readonly row: number;
  readonly cause: string;
  readonly cure: string;
}

const shown = 20;

/** A table of bad rows for a person: how many there are, and the first 20 of them, each with its cure. */
export function listed(file: string, rows: readonly BadRow[], what: string): string {
  const list = rows.slice(0, shown).map(({ row, cause, cure }) => `  ${file}:${row}: ${cause}\n    ${cure}`);
  const rest = rows.length > shown ? [`  and ${rows.length - shown} more`] : [];
  const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
  return [`${count} of ${file} ${what}:`, ...list, ...rest].join('\n');
}

/** Thrown when a file has bad rows: the message lists the first 20, `rows` holds all of them. */
export class BadRowsError extends Error {
  override readonly name = 'BadRowsError';
  readonly rows: readonly BadRow[];

  constructor(file: string, rows: readonly BadRow[]) {
    super(listed(file, rows, "can't be used"));
    this.rows = rows;
  }
}
