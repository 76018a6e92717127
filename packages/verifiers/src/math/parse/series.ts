/** Sums, products, integrals and limits. */
import { product, sum, whole } from '../tree/build.ts';
import type { Expr, Of } from '../tree/expr.ts';
import { accept, type Cursor, peek, unexpected } from './cursor.ts';
import { argument } from './operands.ts';
import { sumOf, term } from './sums.ts';

/** \sum_{i=1}^{n} body: the body is the next product. */
export function series(cursor: Cursor, operator: 'sum' | 'product'): Expr {
  const { variable, from, to } = indices(cursor);
  if (variable === undefined)
    return { kind: 'series', operator, variable: '', ...bounds(from, to), body: term(cursor) };
  cursor.bound.push(variable);
  const body = term(cursor);
  cursor.bound.pop();
  return { kind: 'series', operator, variable, ...bounds(from, to), body };
}

const bounds = (from: Expr | undefined, to: Expr | undefined) => ({
  ...(from && { from }),
  ...(to && { to }),
});

interface Indices {
  readonly variable?: string;
  readonly from?: Expr;
  readonly to?: Expr;
}

function indices(cursor: Cursor): Indices {
  let lower: Expr | undefined;
  let to: Expr | undefined;
  for (;;) {
    if (accept(cursor, '^')) to = argument(cursor, true);
    else if (!accept(cursor, '_')) break;
    else {
      // an index called i is no imaginary unit
      const name = peek(cursor, 1);
      const bound = name.type === 'letter' ? name.value : '';
      cursor.bound.push(bound);
      lower = argument(cursor, true);
      cursor.bound.pop();
    }
  }
  const rest = to ? { to } : {};
  if (lower?.kind === 'relation' && lower.operators.length === 1 && lower.operands[0]!.kind === 'symbol')
    return { variable: lower.operands[0].name, from: lower.operands[1]!, ...rest };
  return lower ? { from: lower, ...rest } : rest;
}

/** \int_a^b body dx. */
export function integral(cursor: Cursor): Expr {
  const { from, to } = indices(cursor);
  const whole = sumOf(cursor);
  const found = withoutDifferential(
    whole.kind === 'set' && whole.items.length === 1 ? whole.items[0]! : whole,
  );
  if (!found) throw unexpected(cursor, 'an integral needs a differential, like dx,');
  return { kind: 'series', operator: 'integral', ...found, ...bounds(from, to) };
}

type Integrand = Pick<Of<'series'>, 'variable' | 'body'>;

/** Takes d and the letter after it out of a product, or out of the last term of a sum. */
function withoutDifferential(expr: Expr): Integrand | undefined {
  if (expr.kind === 'sum') {
    const last = withoutDifferential(expr.terms.at(-1)!);
    return last && { ...last, body: sum(...expr.terms.slice(0, -1), last.body) };
  }
  if (expr.kind !== 'product') return undefined;
  const flat = expr.factors.flatMap(factor => (factor.kind === 'product' ? factor.factors : [factor]));
  for (let at = flat.length - 2; at >= 0; at--) {
    const [d, variable] = [flat[at]!, flat[at + 1]!];
    if (d.kind !== 'symbol' || d.name !== 'd' || variable.kind !== 'symbol') continue;
    const rest = [...flat.slice(0, at), ...flat.slice(at + 2)];
    return { variable: variable.name, body: rest.length === 0 ? whole(1) : product(...rest) };
  }
  return undefined;
}

/** \lim_{x \to a} body. */
export function limit(cursor: Cursor): Expr {
  const { variable, from } = indices(cursor);
  const body = term(cursor);
  return { kind: 'series', operator: 'limit', variable: variable ?? '', ...bounds(from, undefined), body };
}
