import { product, sum, whole } from '../tree/build.ts';
import type { Expr, Of } from '../tree/expr.ts';
import { some } from '../tree/walk.ts';
import type { Items } from './collections.ts';

/** Whether the value is a matrix: one, or sums and products of some. */
export const isMatrix = (expr: Expr): boolean =>
  expr.kind === 'matrix' ||
  ((expr.kind === 'sum' || expr.kind === 'product' || expr.kind === 'power') &&
    some(expr, part => part.kind === 'matrix') &&
    matrixOf(expr) !== undefined);

/** Entry by entry. */
export function sameMatrix(gold: Expr, given: Expr, items: Items): boolean {
  const [left, right] = [matrixOf(gold), matrixOf(given)];
  if (!left || !right || left.length !== right.length) return false;
  return left.every(
    (row, at) =>
      row.length === right[at]!.length &&
      row.every((entry, column) => items.same(entry, right[at]![column]!)),
  );
}

type Rows = Of<'matrix'>['rows'];

const MAX_SIZE = 12;

/** The entries that matrix arithmetic gives; undefined where sizes don't fit. */
function matrixOf(expr: Expr): Rows | undefined {
  switch (expr.kind) {
    case 'matrix':
      return expr.rows;
    case 'sum': {
      const terms = expr.terms.map(matrixOf);
      return terms.reduce((a, b) => a && b && added(a, b));
    }
    case 'product': {
      const scalars = expr.factors.filter(factor => !isMatrix(factor));
      const [first, ...others] = expr.factors.filter(isMatrix).map(matrixOf);
      const rows = others.reduce((a, b) => a && b && multiplied(a, b), first);
      return rows && scalars.length > 0
        ? rows.map(row => row.map(entry => product(...scalars, entry)))
        : rows;
    }
    case 'power': {
      const rows = matrixOf(expr.base);
      if (!rows) return undefined;
      if (expr.exponent.kind === 'symbol' && expr.exponent.name === 'T') return transposed(rows);
      if (expr.exponent.kind !== 'number' || expr.exponent.value.d !== 1n) return undefined;
      const times = Number(expr.exponent.value.n);
      if (times < 1 || times > 8) return undefined;
      return Array.from({ length: times }, () => rows).reduce<Rows | undefined>(
        (a, b) => a && b && multiplied(a, b),
        identity(rows.length),
      );
    }
    default:
      return undefined;
  }
}

const transposed = (rows: Rows): Rows =>
  rows[0]!.map((_, column) => rows.map(row => row[column] ?? whole(0)));

const identity = (size: number): Rows =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => whole(row === column ? 1 : 0)),
  );

const added = (a: Rows, b: Rows): Rows | undefined =>
  a.length === b.length && a.every((row, at) => row.length === b[at]!.length)
    ? a.map((row, at) => row.map((entry, column) => sum(entry, b[at]![column]!)))
    : undefined;

function multiplied(a: Rows, b: Rows): Rows | undefined {
  if (a.length > MAX_SIZE || b.length > MAX_SIZE || a.some(row => row.length !== b.length)) return undefined;
  return a.map(row =>
    transposed(b).map(column => sum(...row.map((entry, at) => product(entry, column[at]!)))),
  );
}
