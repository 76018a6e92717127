/**
 * What a golden file is, and how a handler answers one.
 *
 * A golden file holds cases of one function of the authors', verl's or TRL's code: inputs, options, and what that
 * code returned. A handler re-computes a case with our packages and says what it got beside what was expected.
 */

/** A number, or one JSON can't hold: 'NaN', 'Infinity', '-Infinity'; nested to any depth. */
export type Values = number | boolean | string | null | readonly Values[];

/** One expected output beside ours. */
export interface Check {
  what: string;
  expected: Values;
  received: Values;
  /** Absolute or relative, whichever is looser. */
  tolerance: number;
}

const exact = 1e-9;
/** For outputs that the source computed through a float32 cast. */
export const float32 = 1e-6;

export function check(what: string, expected: Values, received: Values, tolerance: number = exact): Check {
  return { what, expected, received, tolerance };
}

/** Answers a case with its checks, or undefined when we have nothing to compute it with yet. */
export type Handler = (golden: unknown) => Check[] | undefined;

/** Where expected and received differ, in words; undefined when they agree. */
export function difference({ what, expected, received, tolerance }: Check): string | undefined {
  if (Array.isArray(expected) || Array.isArray(received)) {
    if (!Array.isArray(expected) || !Array.isArray(received) || expected.length !== received.length) {
      return `${what}: expected ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`;
    }
    for (const [i, value] of expected.entries()) {
      const found = difference({ what: `${what}[${i}]`, expected: value, received: received[i]!, tolerance });
      if (found) return found;
    }
    return undefined;
  }
  const [want, got] = [toNumber(expected), toNumber(received)];
  const close = Number.isFinite(want) && Math.abs(want - got) <= tolerance * Math.max(1, Math.abs(want));
  const agree = close || Object.is(want, got);
  return agree ? undefined : `${what}: expected ${want}, received ${got}`;
}

function toNumber(value: Values): number {
  if (value === null) throw new Error('A golden output is null: a handler compares numbers only.');
  return Number(value);
}

/** Dense rows of a golden case, [rows][columns], flattened to our layout: every column is a token. */
export function flatten(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows.flat().map(Number));
}

export function flattenMask(rows: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(rows.flat());
}

export function offsetsOf(rows: readonly (readonly number[])[]): number[] {
  const offsets = [0];
  for (const row of rows) offsets.push(offsets.at(-1)! + row.length);
  return offsets;
}

/** Back to dense rows, to compare. */
export function unflatten(values: ArrayLike<number>, like: readonly (readonly number[])[]): number[][] {
  const all = Array.from(values);
  return like.map(row => all.splice(0, row.length));
}

/** Dense rows with 0 where masked: for sources that leave values there, which nothing reads. */
export function onlyUnmasked(
  rows: readonly (readonly number[])[],
  mask: readonly (readonly number[])[],
): number[][] {
  return rows.map((row, i) => row.map((value, t) => (mask[i]![t] ? value : 0)));
}
