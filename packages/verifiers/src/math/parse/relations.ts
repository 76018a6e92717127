/** Chains of relations, and the ratios and set operations between them. */
import { call, quotient } from '../tree/build.ts';
import type { Expr, RelationOperator, SetOperator } from '../tree/expr.ts';
import { some } from '../tree/walk.ts';
import { accept, type Cursor, isSign, next, peek } from './cursor.ts';
import { sumOf } from './sums.ts';

const operators = new Map<string, RelationOperator>([
  ['=', '='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['in', 'in'],
  ['notin', 'notin'],
  ['~', '~'],
  ['other', 'other'],
  ['→', 'other'],
]);

const setOperators: Readonly<Record<string, SetOperator>> = {
  '∪': 'union',
  '∩': 'intersection',
  '∖': 'difference',
};

/** One item: an expression, or a chain of relations. */
export function relation(cursor: Cursor): Expr {
  const operands = [sets(cursor)];
  const found: RelationOperator[] = [];
  for (let token = peek(cursor); token.type === 'sign' && operators.has(token.value); token = peek(cursor)) {
    next(cursor);
    found.push(operators.get(token.value)!);
    operands.push(sets(cursor));
  }
  return found.length === 0 ? operands[0]! : withoutApproximation(operands, found);
}

/** What is about equal says less than what stands before it; but x ≈ 3 states x. */
function withoutApproximation(operands: readonly Expr[], found: readonly RelationOperator[]): Expr {
  const about = found.indexOf('~');
  if (about < 0) return { kind: 'relation', operators: found, operands };
  const named = about === 0 && some(operands[0]!, part => part.kind === 'symbol');
  if (named)
    return {
      kind: 'relation',
      operators: found.map(operator => (operator === '~' ? '=' : operator)),
      operands,
    };
  if (about === 0) return operands[0]!;
  return { kind: 'relation', operators: found.slice(0, about), operands: operands.slice(0, about + 1) };
}

function sets(cursor: Cursor): Expr {
  let left = ratio(cursor);
  for (let token = peek(cursor); isSign(token, '∪', '∩', '∖'); token = peek(cursor)) {
    next(cursor);
    left = {
      kind: 'setOperation',
      operator: setOperators[token.value as string]!,
      args: [left, ratio(cursor)],
    };
  }
  return left;
}

/** a:b is a quotient; a:b:c is a ratio of several, the same for multiples of all. */
function ratio(cursor: Cursor): Expr {
  const parts = [sumOf(cursor)];
  while (!cursor.inSet && accept(cursor, ':')) parts.push(sumOf(cursor));
  if (parts.length === 1) return parts[0]!;
  const [last, ...others] = [...parts].reverse() as [Expr, ...Expr[]];
  const quotients = others.map(part => quotient(part, last));
  return quotients.length === 1 ? quotients[0]! : call('ratio', ...quotients);
}
