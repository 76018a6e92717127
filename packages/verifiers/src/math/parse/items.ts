/** Items between commas, semicolons, "and" and "or". */
import { list } from '../tree/build.ts';
import type { Expr, Of } from '../tree/expr.ts';
import { accept, type Cursor, isCommand, isSign, peek } from './cursor.ts';
import { relation } from './relations.ts';

const closers = [')', ']', '}', '\\}', '⌋', '⌉', '‖', '&', '\\\\'];

const ends = (cursor: Cursor): boolean => {
  const token = peek(cursor);
  return (
    token.type === 'end' ||
    isSign(token, ...closers) ||
    isCommand(token, 'end', 'choose', 'over') ||
    (cursor.bars > 0 && isSign(token, '|')) ||
    (cursor.inSet && isSign(token, '|', ':'))
  );
};

/** The items up to the next closing bracket, in the groups that semicolons make; all after the last arrow. */
function itemGroups(cursor: Cursor): Expr[][] {
  let groups: Expr[][] = [[]];
  while (!ends(cursor)) {
    if (accept(cursor, '⇒')) {
      if (!ends(cursor)) groups = [[]];
    } else if (accept(cursor, ';')) groups.push([]);
    else if (!accept(cursor, ',', 'quad')) groups.at(-1)!.push(relation(cursor));
  }
  return groups.filter(group => group.length > 0).map(assigned);
}

/** As `itemGroups`, the groups run together. */
export const items = (cursor: Cursor): Expr[] => itemGroups(cursor).flat();

/** What stands outside all brackets: an item, a list, or a list of the tuples that semicolons part. */
export function answer(cursor: Cursor): Expr | undefined {
  const groups = itemGroups(cursor);
  if (groups.length === 0) return undefined;
  if (groups.length === 1) return list(solutions(groups[0]!));
  return list(
    groups.map(group =>
      group.length === 1 ? group[0]! : { kind: 'tuple', items: group, open: '(', close: ')' },
    ),
  );
}

/** Equations for the same names over and over are several solutions: x = 1, y = 2 or x = 2, y = 1. */
function solutions(group: readonly Expr[]): readonly Expr[] {
  const names = group.map(item => {
    const left = item.kind === 'relation' && item.operands[0]!;
    return left && left.kind === 'symbol' ? left.name : undefined;
  });
  const period = names.indexOf(names[0], 1);
  if (period < 2 || group.length % period !== 0) return group;
  if (names.some((name, at) => name === undefined || name !== names[at % period])) return group;
  return Array.from({ length: group.length / period }, (_, at) => ({
    kind: 'tuple' as const,
    items: group.slice(at * period, (at + 1) * period),
    open: '(' as const,
    close: ')' as const,
  }));
}

/** In k = 1, 2, 3 all three numbers are on the right. */
function assigned(group: readonly Expr[]): Expr[] {
  const result: Expr[] = [];
  for (const item of group) {
    const last = result.at(-1);
    if (item.kind !== 'relation' && item.kind !== 'text' && last?.kind === 'relation' && takesMore(last)) {
      const right = last.operands.at(-1)!;
      const more = right.kind === 'list' ? [...right.items, item] : [right, item];
      result[result.length - 1] = { ...last, operands: [...last.operands.slice(0, -1), list(more)] };
    } else result.push(item);
  }
  return result;
}

const takesMore = ({ operators }: Of<'relation'>): boolean =>
  operators.length === 1 && (operators[0] === '=' || operators[0] === 'in');
