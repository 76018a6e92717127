// A log of metrics in memory, by columns: 8 million numbers are 64 MB, and a metric is one array.

import { type Column, type LineTarget, readLine } from './metricsLine.ts';

export interface Columns {
  /** Lines read. */
  readonly rows: number;
  /** Lines that are no JSON object. */
  readonly unreadable: number;
  /** Metrics of one number a line, in the order in which they first came. */
  names(): string[];
  /** Metrics of a list a line. */
  lists(): string[];
  /** A metric's numbers, NaN where a line has none; undefined when no line has it. A view: do not keep it. */
  column(name: string): Float64Array | undefined;
  /** A metric's list of the last line up to `row` that has one. */
  listAt(name: string, row: number): { readonly row: number; readonly values: readonly number[] } | undefined;
  /** Reads the line that lies in `bytes` from `from` to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void;
  /** Forgets everything. */
  clear(): void;
}

/** Of a key that is both a number in some lines and a list in others, each is kept with its own kind. */
export function makeColumns(): Columns {
  let rows = 0;
  let unreadable = 0;
  let capacity = 1024;
  const columns = new Map<string, Column>();
  const lists = new Map<string, { row: number; values: readonly number[] }[]>();
  const seen = new Set<Column>();
  const first: Column = { name: '', key: new Uint8Array(), values: new Float64Array(), next: undefined };

  const target: LineTarget = {
    column(name) {
      let column = columns.get(name);
      if (!column) {
        const values = new Float64Array(capacity).fill(Number.NaN);
        column = { name, key: Buffer.from(`"${name}"`), values, next: undefined };
        columns.set(name, column);
      }
      return column;
    },
    list(name, values) {
      const all = lists.get(name) ?? [];
      lists.set(name, all);
      if (all.at(-1)?.row === rows) all.pop();
      all.push({ row: rows, values });
    },
  };

  const grow = () => {
    capacity *= 2;
    for (const column of columns.values()) {
      const values = new Float64Array(capacity).fill(Number.NaN);
      values.set(column.values);
      column.values = values;
    }
  };

  /** A line of any other form: nested objects by `outer/inner`, and what is no number left out. */
  const readAny = (value: object, prefix = ''): void => {
    for (const [key, inner] of Object.entries(value)) {
      const name = prefix + key;
      if (typeof inner === 'number') target.column(name).values[rows] = inner;
      else if (Array.isArray(inner) && inner.every(item => typeof item === 'number'))
        target.list(name, inner);
      else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
        readAny(inner, `${name}/`);
    }
  };

  return {
    get rows() {
      return rows;
    },
    get unreadable() {
      return unreadable;
    },
    names() {
      for (const column of columns.values()) {
        if (!seen.has(column) && column.values.subarray(0, rows).some(value => !Number.isNaN(value)))
          seen.add(column);
      }
      return [...columns.values()].filter(column => seen.has(column)).map(({ name }) => name);
    },
    lists: () => [...lists.keys()],
    column: name => columns.get(name)?.values.subarray(0, rows),
    listAt: (name, row) => lists.get(name)?.findLast(item => item.row <= row),
    add(bytes, from, to) {
      if (rows === capacity) grow();
      if (!readLine(bytes, from, to, rows, first, target)) {
        for (const { values } of columns.values()) values[rows] = Number.NaN;
        const value = parsed(bytes, from, to);
        if (!value) {
          unreadable++;
          return;
        }
        readAny(value);
      }
      rows++;
    },
    clear() {
      rows = 0;
      unreadable = 0;
      columns.clear();
      lists.clear();
      seen.clear();
      first.next = undefined;
    },
  };
}

function parsed(bytes: Uint8Array, from: number, to: number): object | undefined {
  try {
    const value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
