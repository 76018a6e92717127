/** Round, square and curly brackets, bars, floors and ceilings. */
import { call, list } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { accept, afresh, type Cursor, expect, isCommand, next, peek, unexpected } from './cursor.ts';
import { items } from './items.ts';
import { relation } from './relations.ts';
import { sumOf } from './sums.ts';

export function bracketed(cursor: Cursor): Expr {
  const open = next(cursor).value;
  switch (open) {
    case '(':
    case '[':
      return rounded(cursor, open);
    case '{':
      return group(cursor);
    case '\\{':
      return setOf(cursor);
    case '|':
      return bars(cursor);
    case '‖':
      return closed(cursor, 'norm', '‖');
    case '⌊':
      return closed(cursor, 'floor', '⌋');
    case '⌈':
      return closed(cursor, 'ceil', '⌉');
    default:
      cursor.at--;
      throw unexpected(cursor, 'an expression is missing');
  }
}

function closed(cursor: Cursor, name: string, close: string): Expr {
  const inner = afresh(cursor, () => sumOf(cursor));
  expect(cursor, close);
  return call(name, inner);
}

function bars(cursor: Cursor): Expr {
  const inner = afresh(cursor, () => {
    cursor.bars = 1;
    return sumOf(cursor);
  });
  expect(cursor, '|');
  return call('abs', inner);
}

function rounded(cursor: Cursor, open: '(' | '['): Expr {
  const found = afresh(cursor, () => items(cursor));
  const close = accept(cursor, ')') ? ')' : ']';
  if (close === ']') expect(cursor, ']');
  if (found.length === 0) throw unexpected(cursor, 'the brackets are empty');
  if (found.length === 1) return found[0]!;
  return { kind: 'tuple', items: found, open, close };
}

/** Braces without a backslash only group, but with commas within they are meant as a set. */
function group(cursor: Cursor): Expr {
  const chosen = afresh(cursor, () => {
    const found = items(cursor);
    const operator = peek(cursor);
    if (!isCommand(operator, 'choose', 'over')) return found;
    next(cursor);
    const under = list(items(cursor));
    return [call(operator.value === 'choose' ? 'binom' : 'over', list(found), under)];
  });
  expect(cursor, '}');
  if (chosen.length === 0) throw unexpected(cursor, 'the braces are empty');
  return chosen.length === 1 ? chosen[0]! : { kind: 'set', items: chosen };
}

/** A set by its items, or by a condition: of the latter the condition is kept. */
function setOf(cursor: Cursor): Expr {
  const set = afresh(
    cursor,
    (): Expr => {
      const found = items(cursor);
      if (!accept(cursor, '|', ':')) return { kind: 'set', items: found };
      cursor.inSet = false;
      const condition = relation(cursor);
      const rest = items(cursor);
      return rest.length === 0 ? condition : call('setOf', list(found), condition, ...rest);
    },
    true,
  );
  expect(cursor, '\\}');
  return set;
}
