/** Equations, inequalities and chains of them. */
import { evaluate } from '../arithmetic/evaluate.ts';
import { exactArithmeticAt } from '../arithmetic/exact.ts';
import { invert, multiply, type Rational } from '../arithmetic/rational.ts';
import { difference, negative, number, product } from '../tree/build.ts';
import type { Expr, RelationOperator } from '../tree/expr.ts';
import { symbolsOf } from '../tree/walk.ts';
import type { Items } from './collections.ts';
import type { Context } from './context.ts';
import { valueAt } from './points.ts';
import { increasing, isEquation, type Relation, shortened } from './relationForms.ts';
import { relationSet } from './relationSets.ts';
import { infinite, sameValue } from './scalars.ts';

/** Whether two relations say the same: side by side, as multiples of each other, or as sets of numbers. */
export function sameRelation(gold: Relation, given: Relation, items: Items): boolean {
  const [left, right] = [shortened(gold), shortened(given)];
  const [a, b] = [increasing(left), increasing(right)];
  if (a.operators.length !== b.operators.length) return sameAsSets(gold, given, items);
  if (a.operators.every((operator, at) => operator === b.operators[at])) {
    if (a.operands.every((operand, at) => items.same(operand, b.operands[at]!))) return true;
    if (a.operators.every((operator, at) => proportional(a, b, at, operator, items.context))) return true;
  }
  return sameAsSets(gold, given, items);
}

const sameAsSets = (gold: Relation, given: Relation, items: Items): boolean => {
  const [goldStates, givenStates] = [isEquation(gold), isEquation(given)];
  if (goldStates && (givenStates || !items.context.relationsForSets)) return false;
  const [left, right] = [relationSet(gold, items.context), relationSet(given, items.context)];
  return (
    left !== undefined &&
    right !== undefined &&
    [...symbolsOf(gold)].join() === [...symbolsOf(given)].join() &&
    items.same(left, right)
  );
};

/** Whether the differences of both sides are the same but for a factor: any for equations, a positive one for others. */
function proportional(
  gold: Relation,
  given: Relation,
  at: number,
  operator: RelationOperator,
  context: Context,
): boolean {
  if (operator === 'in' || operator === 'notin' || operator === 'other') return false;
  const scalar = [gold, given].every(
    ({ operands }) => isScalar(operands[at]!) && isScalar(operands[at + 1]!),
  );
  if (!scalar) return false;
  const sides = ({ operands }: Relation): Expr => difference(operands[at]!, operands[at + 1]!);
  const [f, g] = [sides(gold), sides(given)];
  const ratio = ratioOf(f, g, context);
  const ordered = operator === '<' || operator === '<=';
  if (!ratio) return sameValue(f, g, context) || (!ordered && sameValue(f, negative(g), context));
  return !(ordered && ratio.n < 0n) && sameValue(product(number(ratio), f), g, context);
}

const isScalar = (expr: Expr): boolean =>
  !['list', 'tuple', 'set', 'setOperation', 'matrix', 'relation', 'text'].includes(expr.kind) &&
  infinite(expr) === 0;

/** g/f at some point, where both are rational there. */
function ratioOf(f: Expr, g: Expr, { meter }: Context): Rational | undefined {
  for (let point = 0; point < 3; point++) {
    const numbers = exactArithmeticAt(name => valueAt(point, name), meter);
    const [x, y] = [evaluate(f, numbers, meter), evaluate(g, numbers, meter)];
    const inverse = x && invert(x);
    if (inverse && y && y.n !== 0n) return multiply(y, inverse);
  }
  return undefined;
}
