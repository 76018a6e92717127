/** Whether two answers are the same: by their structure first, then by the values in it. */

import { symbol } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { substitute, symbolsOf } from '../tree/walk.ts';
import { isCollection, sameCollection } from './collections.ts';
import type { Context } from './context.ts';
import { isMatrix, sameMatrix } from './matrices.ts';
import { expanded } from './plusMinus.ts';
import { distributed, isEquation, isRelation, statedByEquation, statedByGold } from './relationForms.ts';
import { relationSet } from './relationSets.ts';
import { sameRelation } from './relations.ts';
import { sameValue } from './scalars.ts';
import { sameText, spelled } from './texts.ts';
import { withoutBase, withoutUnits } from './units.ts';

/**
 * Whether `given` says what `gold` says. Not symmetric: an answer may state an equation where the gold is its value, while a
 * gold with a name may be answered by the value alone.
 *
 * @throws BudgetExceeded where the meter runs out
 */
export function same(gold: Expr, given: Expr, context: Context): boolean {
  context.meter.spend(20);
  return sameExpanded(expanded(gold), expanded(renamed(gold, given, context)), context);
}

function renamed(gold: Expr, given: Expr, { renamedVariables }: Context): Expr {
  if (!renamedVariables) return given;
  const [to, from] = [[...symbolsOf(gold)], [...symbolsOf(given)]];
  if (to.length !== from.length) return given;
  const names = new Map(from.map((name, at) => [name, symbol(to[at]!)]));
  return substitute(given, name => names.get(name));
}

function sameExpanded(gold: Expr, given: Expr, context: Context): boolean {
  const items = { same: (a: Expr, b: Expr) => sameExpanded(a, b, context), context };
  if (isRelation(gold) && isRelation(given)) return sameRelation(gold, given, items);
  if (isRelation(given)) {
    if (gold.kind === 'list' && gold.items.some(isRelation))
      return sameCollection(gold, { kind: 'list', items: distributed(given) }, items);
    const stated = statedByEquation(given);
    if (stated) return sameExpanded(gold, stated, context);
    if (!context.relationsForSets || !isCollection(gold)) return false;
    const set = relationSet(given, context);
    return set !== undefined && sameCollection(gold, set, items);
  }
  if (isRelation(gold)) {
    const stated = isEquation(gold) ? statedByGold(gold) : undefined;
    if (stated) return sameExpanded(stated, given, context);
    const set = isCollection(given) ? relationSet(gold, context) : undefined;
    return set !== undefined && sameCollection(set, given, items);
  }
  if (isCollection(gold) || isCollection(given)) return sameCollection(gold, given, items);
  if (gold.kind === 'text' || given.kind === 'text') return sameText(gold, given);
  if (isMatrix(gold) || isMatrix(given)) return sameMatrix(gold, given, items);
  if (sameValue(gold, given, context)) return true;
  if (context.looseUnits && oneWithout(gold, given, withoutUnits, context)) return true;
  if (context.looseBases && oneWithout(gold, given, withoutBase, context)) return true;
  const [left, right] = [spelled(gold), spelled(given)];
  return left !== undefined && left.length > 1 && left === right;
}

/** Whether only one side has something, and they are the same without: 5 cm is 5, but not 5 m. */
function oneWithout(
  gold: Expr,
  given: Expr,
  without: (expr: Expr, side: 'gold' | 'given') => Expr | undefined,
  context: Context,
): boolean {
  const [left, right] = [without(gold, 'gold'), without(given, 'given')];
  return !left !== !right && sameValue(left ?? gold, right ?? given, context);
}
