import type { Expr } from './expr.ts';

/** The parts of a tree, one level down. */
function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
    case 'text':
      return [];
    case 'sum':
      return expr.terms;
    case 'product':
      return expr.factors;
    case 'power':
      return [expr.base, expr.exponent];
    case 'call':
    case 'setOperation':
      return expr.args;
    case 'series':
      return [expr.body, ...(expr.from ? [expr.from] : []), ...(expr.to ? [expr.to] : [])];
    case 'list':
    case 'tuple':
    case 'set':
      return expr.items;
    case 'matrix':
      return expr.rows.flat();
    case 'relation':
      return expr.operands;
  }
}

/** The same tree with other parts one level down. */
export function mapChildren(expr: Expr, map: (part: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
    case 'text':
      return expr;
    case 'sum':
      return { ...expr, terms: expr.terms.map(map) };
    case 'product':
      return { ...expr, factors: expr.factors.map(map) };
    case 'power':
      return { ...expr, base: map(expr.base), exponent: map(expr.exponent) };
    case 'call':
      return { ...expr, args: expr.args.map(map) };
    case 'setOperation':
      return { ...expr, args: [map(expr.args[0]), map(expr.args[1])] };
    case 'series': {
      const bounds = { ...(expr.from && { from: map(expr.from) }), ...(expr.to && { to: map(expr.to) }) };
      return { ...expr, ...bounds, body: map(expr.body) };
    }
    case 'list':
    case 'tuple':
    case 'set':
      return { ...expr, items: expr.items.map(map) };
    case 'matrix':
      return { ...expr, rows: expr.rows.map(row => row.map(map)) };
    case 'relation':
      return { ...expr, operands: expr.operands.map(map) };
  }
}

/** Whether a part of the tree, or the whole, is so. */
export const some = (expr: Expr, is: (part: Expr) => boolean): boolean =>
  is(expr) || children(expr).some(part => some(part, is));

/** The names of the symbols, in the order of their first mention; a sum's own variable is none. */
export function symbolsOf(expr: Expr, found: Set<string> = new Set()): Set<string> {
  if (expr.kind === 'symbol') found.add(expr.name);
  if (expr.kind !== 'series') for (const part of children(expr)) symbolsOf(part, found);
  else {
    const inside = symbolsOf(expr.body);
    inside.delete(expr.variable);
    for (const name of inside) found.add(name);
    for (const part of [expr.from, expr.to]) if (part) symbolsOf(part, found);
  }
  return found;
}

/** The tree with symbols replaced. */
export const substitute = (expr: Expr, value: (name: string) => Expr | undefined): Expr =>
  expr.kind === 'symbol' ? (value(expr.name) ?? expr) : mapChildren(expr, part => substitute(part, value));
