/** What a chain of relations says, and the forms that it may be written in. */
import type { Expr, Of, RelationOperator } from '../tree/expr.ts';
import { symbolsOf } from '../tree/walk.ts';

export type Relation = Of<'relation'>;

export const isRelation = (expr: Expr): expr is Relation => expr.kind === 'relation';

export const isEqual = (operator: RelationOperator): boolean => operator === '=' || operator === 'in';

export const isEquation = ({ operators }: Relation): boolean => operators.every(isEqual);

/** Functions that only name something of what they are given: a line over AB, the ratio of AB to CD. */
const named = new Set(['abs', 'ratio', 'bar', 'hat', 'vec', 'tilde', 'dot', 'ddot']);

/** Whether a side only names what the other side is: x, AB, f(x), (p, q), V_1 : V_2, words. */
export function isName(side: Expr): boolean {
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

/** x = a = b says x = b, and that x is in a set is said with an equals sign, too. */
export function shortened(relation: Relation): Relation {
  if (!isEquation(relation)) return relation;
  return { ...relation, operators: ['='], operands: [relation.operands[0]!, relation.operands.at(-1)!] };
}

const flipped: Readonly<Partial<Record<RelationOperator, RelationOperator>>> = { '>': '<', '>=': '<=' };

/** The chain read from its smaller end. */
export function increasing(relation: Relation): Relation {
  const { operators, operands } = relation;
  if (!flipped[operators[0]!]) return relation;
  return {
    ...relation,
    operators: operators.map(operator => flipped[operator] ?? operator).reverse(),
    operands: [...operands].reverse(),
  };
}
