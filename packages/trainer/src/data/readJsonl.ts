import type { z } from 'zod';
import { type BadRow, BadRowsError } from './badRows.ts';
import { linesOf } from './lines.ts';

/** What to do with bad rows: refuse the file (by default), or leave them out and be told which. */
export interface BadRowOptions {
  readonly onBad?: (rows: readonly BadRow[]) => void;
}

interface Reading<Row, Item> extends BadRowOptions {
  readonly schema: z.ZodType<Row>;
  /** A good row, shown as the cure of a malformed one. */
  readonly example: object;
  /** Makes an item of a well-formed row, or calls `refuse` (which returns undefined) with cause and cure. */
  accept(row: Row, number: number, refuse: (cause: string, cure: string) => undefined): Item | undefined;
}

/**
 * Reads a file of JSON objects, one a line, as a stream; blank lines are ignored.
 *
 * @throws BadRowsError if a row is bad and `onBad` is not given; an Error if the file is missing or has no row
 */
export async function readJsonl<Row, Item>(file: string, reading: Reading<Row, Item>): Promise<Item[]> {
  const { schema, accept, onBad } = reading;
  const example = `a row looks like ${JSON.stringify(reading.example)}`;
  const items: Item[] = [];
  const bad: BadRow[] = [];
  let number = 0;
  for await (const line of linesOf(file)) {
    number++;
    if (line.trim() === '') continue;
    const row = number;
    const refuse = (cause: string, cure: string): undefined => void bad.push({ file, row, cause, cure });
    const json = parsed(line);
    if ('fault' in json) {
      refuse(`no JSON (${json.fault})`, `write one JSON object a line; ${example}`);
      continue;
    }
    const checked = schema.safeParse(json.value);
    if (!checked.success) {
      refuse(checked.error.issues.map(describe).join('; '), example);
      continue;
    }
    const item = accept(checked.data, row, refuse);
    if (item !== undefined) items.push(item);
  }
  if (bad.length > 0 && !onBad) throw new BadRowsError(file, bad);
  if (bad.length > 0) onBad?.(bad);
  if (items.length === 0) throw new Error(`${file} has no ${bad.length > 0 ? 'usable ' : ''}row; ${example}`);
  return items;
}

function parsed(line: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(line) };
  } catch (fault) {
    return { fault: (fault as SyntaxError).message };
  }
}

const describe = ({ path, message }: z.core.$ZodIssue): string =>
  path.length > 0 ? `"${path.join('.')}": ${message}` : message;
