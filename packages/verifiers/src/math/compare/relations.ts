/** Equations, inequalities and chains of them. */
import { evaluate } from '../arithmetic/evaluate.ts';
import { exactArithmetic, exactArithmeticAt } from '../arithmetic/exact.ts';
import { invert, multiply } from '../arithmetic/rational.ts';
import { difference, negative, number, product, quotient } from '../tree/build.ts';
import type { Expr, Of, RelationOperator } from '../tree/expr.ts';
import { substitute, symbolsOf } from '../tree/walk.ts';
import type { Items } from './collections.ts';
import type { Context } from './context.ts';
import { valueAt } from './points.ts';
import { infinite, sameValue } from './scalars.ts';

type Relation = Of<'relation'>;

export const isRelation = (expr: Expr): expr is Relation => expr.kind === 'relation';

const isEqual = (operator: RelationOperator): boolean => operator === '=' || operator === 'in';

export const isEquation = ({ operators }: Relation): boolean => operators.every(isEqual);

/** Functions that only name something of what they are given: a line over AB, the ratio of AB to CD. */
const named = new Set(['abs', 'ratio', 'bar', 'hat', 'vec', 'tilde', 'dot', 'ddot']);

/** Whether a side only names what the other side is: x, AB, f(x), (p, q), V_1 : V_2, words. */
function isName(side: Expr): boolean {
  switch (side.kind) {
    case 'symbol':
    case 'text':
      return true;
    case 'constant':
      return side.name === 'i' || side.name === 'e';
    case 'call':
      return /^[a-zA-Z]'*$/.test(side.name) || (named.has(side.name) && side.args.every(isName));
    case 'relation':
      // P(X > 2)
      return true;
    case 'product':
      return side.factors.every(factor => isName(factor.kind === 'power' ? factor.base : factor));
    case 'tuple':
    case 'list':
      return side.items.every(isName);
    default:
      return false;
  }
}

/** What the gold's equation says is the answer: the end of a chain, or what a name stands for. */
export function statedByGold({ operands }: Relation): Expr | undefined {
  return operands.length > 2 || isName(operands[0]!) ? operands.at(-1) : undefined;
}

/** What an answer's equation states; a left side that is set to zero states nothing. */
export function statedByEquation(relation: Relation): Expr | undefined {
  const { operands } = relation;
  const last = operands.at(-1)!;
  if (!isEquation(relation)) return undefined;
  const zero = last.kind === 'number' && last.value.n === 0n;
  return zero && operands.length === 2 && !isName(operands[0]!) && symbolsOf(operands[0]!).size > 0
    ? undefined
    : last;
}

/** x = 1, 2 says x = 1 or x = 2. */
export function distributed(relation: Relation): readonly Relation[] {
  const last = relation.operands.at(-1)!;
  if (last.kind !== 'list' || relation.operands.length !== 2) return [relation];
  return last.items.map(item => ({ ...relation, operands: [relation.operands[0]!, item] }));
}

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

/** x = a = b says x = b, and that x is in a set is said with an equals sign, too. */
function shortened(relation: Relation): Relation {
  if (!isEquation(relation)) return relation;
  return { ...relation, operators: ['='], operands: [relation.operands[0]!, relation.operands.at(-1)!] };
}

const flipped: Readonly<Partial<Record<RelationOperator, RelationOperator>>> = { '>': '<', '>=': '<=' };

/** The chain read from its smaller end. */
function increasing(relation: Relation): Relation {
  const { operators, operands } = relation;
  if (!flipped[operators[0]!]) return relation;
  return {
    ...relation,
    operators: operators.map(operator => flipped[operator] ?? operator).reverse(),
    operands: [...operands].reverse(),
  };
}

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
function ratioOf(f: Expr, g: Expr, { meter }: Context) {
  for (let point = 0; point < 3; point++) {
    const numbers = exactArithmeticAt(name => valueAt(point, name), meter);
    const [x, y] = [evaluate(f, numbers, meter), evaluate(g, numbers, meter)];
    const inverse = x && invert(x);
    if (inverse && y && y.n !== 0n) return multiply(y, inverse);
  }
  return undefined;
}

const below: Expr = negative({ kind: 'constant', name: 'infinity' });
const above: Expr = { kind: 'constant', name: 'infinity' };
const interval = (low: Expr, high: Expr, open: '(' | '[', close: ')' | ']'): Of<'tuple'> => ({
  kind: 'tuple',
  items: [low, high],
  open,
  close,
});
const union = (a: Expr, b: Expr): Expr => ({ kind: 'setOperation', operator: 'union', args: [a, b] });

/** The numbers for which inequalities of one unknown hold: a < x < b, a linear one, or bounds on |x|. */
export function relationSet(relation: Relation, context: Context): Expr | undefined {
  const { operators, operands } = increasing(relation);
  if (operators.length === 1 && isEqual(operators[0]!)) return operands[1]!;
  if (operators.length === 1 && operators[0] === '!=') {
    const all = interval(below, above, '(', ')');
    return {
      kind: 'setOperation',
      operator: 'difference',
      args: [all, { kind: 'set', items: [operands[1]!] }],
    };
  }
  if (!operators.every(operator => operator === '<' || operator === '<=')) return undefined;
  const [first, second] = operators as [RelationOperator, RelationOperator | undefined];
  if (operators.length === 2 && isUnknown(operands[1]!))
    return bounded(operands[1]!, operands[0]!, operands[2]!, first === '<', second === '<');
  if (operators.length !== 1) return undefined;
  const [low, high] = operands as [Expr, Expr];
  if (isUnknown(high) && symbolsOf(low).size === 0) return bounded(high, low, above, first === '<', true);
  if (isUnknown(low) && symbolsOf(high).size === 0) return bounded(low, below, high, true, first === '<');
  return linear(difference(low, high), first === '<', context);
}

const isUnknown = (expr: Expr): boolean =>
  expr.kind === 'symbol' || (expr.kind === 'call' && (expr.name === 'abs' || isName(expr)));

function bounded(
  unknown: Expr,
  low: Expr,
  high: Expr,
  lowOpen: boolean,
  highOpen: boolean,
): Expr | undefined {
  const open = lowOpen ? '(' : '[';
  const close = highOpen ? ')' : ']';
  if (unknown.kind !== 'call' || unknown.name !== 'abs') return interval(low, high, open, close);
  if (unknown.args[0]!.kind !== 'symbol') return undefined;
  if (infinite(low) < 0) return interval(negative(high), high, highOpen ? '(' : '[', close);
  return union(
    interval(negative(high), negative(low), highOpen ? '(' : '[', lowOpen ? ')' : ']'),
    interval(low, high, open, close),
  );
}

/** ax + b < 0, or at most 0. */
function linear(f: Expr, strict: boolean, context: Context): Expr | undefined {
  const names = [...symbolsOf(f)];
  if (names.length !== 1) return undefined;
  const at = (value: bigint): Expr =>
    substitute(f, name => (name === names[0] ? number({ n: value, d: 1n }) : undefined));
  const [b, slope] = [at(0n), difference(at(1n), at(0n))];
  const exact = exactArithmetic(context.meter);
  const a = evaluate(slope, exact, context.meter);
  const straight = sameValue(
    f,
    { kind: 'sum', terms: [product(slope, { kind: 'symbol', name: names[0]! }), b] },
    context,
  );
  if (!a || a.n === 0n || !straight) return undefined;
  const end = quotient(negative(b), slope);
  return a.n > 0n
    ? interval(below, end, '(', strict ? ')' : ']')
    : interval(end, above, strict ? '(' : '[', ')');
}
