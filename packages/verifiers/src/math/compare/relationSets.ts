/** Inequalities of one unknown as sets of numbers. */
import { evaluate } from '../arithmetic/evaluate.ts';
import { exactArithmetic } from '../arithmetic/exact.ts';
import { difference, negative, number, product, quotient } from '../tree/build.ts';
import type { Expr, Of, RelationOperator } from '../tree/expr.ts';
import { substitute, symbolsOf } from '../tree/walk.ts';
import type { Context } from './context.ts';
import { increasing, isEqual, isName, type Relation } from './relationForms.ts';
import { infinite, sameValue } from './scalars.ts';

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
