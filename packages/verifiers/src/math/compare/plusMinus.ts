import { negative } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { mapChildren, some } from '../tree/walk.ts';

const isSigned = (part: Expr): boolean => part.kind === 'call' && (part.name === '±' || part.name === '∓');

/** An expression with a plus-minus sign as the list of the two it stands for; within lists and sets, as two items. */
export function expanded(expr: Expr): Expr {
  if (!some(expr, isSigned)) return expr;
  if (expr.kind === 'list' || expr.kind === 'set') return { ...expr, items: expr.items.flatMap(both) };
  if (expr.kind === 'tuple') return { ...expr, items: expr.items.map(expanded) };
  return { kind: 'list', items: both(expr) };
}

const both = (expr: Expr): readonly Expr[] =>
  some(expr, isSigned) ? [signed(expr, 1), signed(expr, -1)] : [expr];

function signed(expr: Expr, sign: 1 | -1): Expr {
  if (expr.kind === 'call' && isSigned(expr)) {
    const value = signed(expr.args[0]!, sign);
    return (expr.name === '±') === sign > 0 ? value : negative(value);
  }
  return mapChildren(expr, part => signed(part, sign));
}
