/** Lists, tuples, sets, intervals, and what unions make of them. */
import type { Expr, Of } from '../tree/expr.ts';
import type { Context } from './context.ts';
import { sameSets } from './realSets.ts';
import { isRelation } from './relationForms.ts';
import { relationSet } from './relationSets.ts';

/** How items are compared. */
export interface Items {
  readonly same: (gold: Expr, given: Expr) => boolean;
  readonly context: Context;
}

type Collection = Of<'list' | 'tuple' | 'set' | 'setOperation'>;

export const isCollection = (expr: Expr): expr is Collection =>
  expr.kind === 'list' || expr.kind === 'tuple' || expr.kind === 'set' || expr.kind === 'setOperation';

/** Two items in brackets of which one is square can only be an interval. */
const isInterval = (expr: Expr): boolean =>
  expr.kind === 'tuple' && expr.items.length === 2 && (expr.open === '[' || expr.close === ']');

const isReals = (expr: Expr): boolean => expr.kind === 'symbol' && expr.name === 'R';

export function sameCollection(gold: Expr, given: Expr, items: Items): boolean {
  const { context } = items;
  // round brackets around two items are a pair's or an interval's, so others make it something else
  if (gold.kind === 'tuple' && given.kind === 'tuple' && gold.items.length === 2)
    return gold.open === given.open && gold.close === given.close && inOrder(gold.items, given.items, items);
  if (isReals(gold) || isReals(given)) return sameSets(gold, given, items);
  if (gold.kind === 'setOperation' || given.kind === 'setOperation') {
    const [left, right] = [asSet(gold, context), asSet(given, context)];
    return left !== undefined && right !== undefined && sameSets(left, right, items);
  }
  if (isInterval(gold) || isInterval(given)) return sameSets(gold, given, items);
  if (gold.kind === 'tuple' && given.kind === 'tuple') return inOrder(gold.items, given.items, items);
  const [left, right] = [itemsOf(gold), itemsOf(given)];
  if (gold.kind === 'tuple' || given.kind === 'tuple') {
    // a list of one tuple is that tuple
    if (left.length === 1 && right.length > 1 && isCollection(left[0]!)) return items.same(left[0], given);
    if (right.length === 1 && left.length > 1 && isCollection(right[0]!)) return items.same(gold, right[0]);
    const braces = gold.kind === 'set' || given.kind === 'set';
    if (braces && !context.setsAsTuples) return false;
    if (gold.kind === 'tuple') return inOrder(left, right, items);
  } else if (gold.kind === 'list' && given.kind === 'list' && !context.unorderedLists)
    return inOrder(left, right, items);
  return inAnyOrder(left, right, items);
}

const itemsOf = (expr: Expr): readonly Expr[] =>
  expr.kind === 'list' || expr.kind === 'set'
    ? expr.items.flatMap(item => (item.kind === 'list' ? item.items : [item]))
    : expr.kind === 'tuple'
      ? expr.items
      : [expr];

/** A list of relations is where either of them holds. */
function asSet(expr: Expr, context: Context): Expr | undefined {
  if (isRelation(expr)) return relationSet(expr, context);
  if (expr.kind !== 'list' || !expr.items.some(isRelation)) return expr;
  const sets = expr.items.map(item => (isRelation(item) ? relationSet(item, context) : item));
  return sets.reduce((a, b) => a && b && { kind: 'setOperation', operator: 'union', args: [a, b] });
}

const inOrder = (gold: readonly Expr[], given: readonly Expr[], { same }: Items): boolean =>
  gold.length === given.length && gold.every((item, at) => same(item, given[at]!));

/** Longer lists are compared in order. */
const MAX_UNORDERED = 200;

/** What is said twice counts once. */
function inAnyOrder(gold: readonly Expr[], given: readonly Expr[], items: Items): boolean {
  if (inOrder(gold, given, items)) return true;
  if (Math.max(gold.length, given.length) > MAX_UNORDERED) return false;
  return (
    given.every(item => gold.some(other => items.same(other, item))) &&
    gold.every(item => given.some(other => items.same(item, other)))
  );
}
