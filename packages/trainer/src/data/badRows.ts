/** A row that can't be used: where it is, what is wrong, and what would be right. */
export interface BadRow {
  readonly file: string;
  /** Line number, from 1. */
  readonly row: number;
  readonly cause: string;
  readonly cure: string;
}

const shown = 20;

/** Thrown when a file has bad rows: the message lists the first 20, `rows` holds all of them. */
export class BadRowsError extends Error {
  override readonly name = 'BadRowsError';
  readonly rows: readonly BadRow[];

  constructor(file: string, rows: readonly BadRow[]) {
    const list = rows
      .slice(0, shown)
      .map(({ row, cause, cure }) => `  ${file}:${row}: ${cause}\n    ${cure}`);
    const rest = rows.length > shown ? [`  and ${rows.length - shown} more`] : [];
    const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
    super([`${count} of ${file} can't be used:`, ...list, ...rest].join('\n'));
    this.rows = rows;
  }
}
