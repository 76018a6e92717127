import type { z } from 'zod';
import { type BadRow, BadRowsError } from './badRows.ts';
import { rowsOf } from './rows.ts';

/** What to do with bad rows: refuse the file (by default), or leave them out and be told which. */
export interface BadRowOptions {
  readonly onBad?: (rows: readonly BadRow[]) => void;
}

/** What a row has to look like. */
export interface RowShape<Row> {
  readonly shape: z.ZodType<Row>;
  /** A good row, shown as the cure of a malformed one. */
  readonly example: object;
}

interface Reading<Row, Item> extends BadRowOptions {
  /** The shape of the file's rows; asked once, with the first row that is one. */
  shapeFor(first: unknown): RowShape<Row>;
  /** Makes an item of a well-formed row, or calls `refuse` (which returns undefined) with cause and cure. */
  accept(row: Row, number: number, refuse: (cause: string, cure: string) => undefined): Item | undefined;
}

/**
 * Reads the rows of a file, JSONL or Parquet, as a stream.
 *
 * @throws BadRowsError if a row is bad and `onBad` is not given, or all are; an Error if the file can't be read or has no row
 */
export async function readRows<Row, Item>(file: string, reading: Reading<Row, Item>): Promise<Item[]> {
  const { shapeFor, accept, onBad } = reading;
  const items: Item[] = [];
  const bad: BadRow[] = [];
  let known: RowShape<Row> | undefined;
  for await (const read of rowsOf(file)) {
    const { row } = read;
    const refuse = (cause: string, cure: string): undefined => void bad.push({ file, row, cause, cure });
    if ('fault' in read) {
      const { example } = known ?? shapeFor({});
      refuse(`no JSON (${read.fault})`, `write one JSON object a line; ${looks(example)}`);
      continue;
    }
    known ??= shapeFor(read.value);
    const checked = known.shape.safeParse(read.value, { reportInput: true });
    if (checked.success) {
      const item = accept(checked.data, row, refuse);
      if (item !== undefined) items.push(item);
    } else refuse(checked.error.issues.map(describe).join('; '), looks(known.example));
  }
  if (bad.length > 0 && (!onBad || items.length === 0)) throw new BadRowsError(file, bad);
  if (bad.length > 0) onBad?.(bad);
  if (items.length > 0) return items;
  throw new Error(`${file} has no row; ${looks(shapeFor({}).example)}`);
}

const looks = (example: object): string => `a row looks like ${JSON.stringify(example)}`;

/** Where in the row, what is needed, what was received. */
function describe({ path, message, input }: z.core.$ZodIssue): string {
  const where = path.length > 0 ? `"${path.join('.')}": ` : '';
  const received = JSON.stringify(input) ?? 'nothing';
  const shown = received.length > 60 ? `${received.slice(0, 60)}...` : received;
  return `${where}${message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}; received ${shown}`;
}
