/** Functions and what they are applied to. */
import { call, negative, power, quotient, whole } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { accept, afresh, type Cursor, expect, isSign, peek, unexpected } from './cursor.ts';
import { ofSeveral } from './functions.ts';
import { items } from './items.ts';
import { argument, isAtom, operand } from './operands.ts';
import { factors } from './sums.ts';

/** The arguments between round brackets, which come next. */
export function callOf(cursor: Cursor, name: string): Expr {
  expect(cursor, '(');
  const args = afresh(cursor, () => items(cursor));
  expect(cursor, ')');
  return call(name, ...args);
}

/** A known function: sin x, sin^2(x), \log_2 8, \max(a, b), \sqrt[3]{x}. */
export function applied(cursor: Cursor, name: string): Expr {
  let exponent: Expr | undefined;
  let base: Expr | undefined;
  for (;;) {
    if (accept(cursor, '^')) exponent = operand(cursor, false);
    else if (accept(cursor, '_')) base = argument(cursor);
    else break;
  }
  if (name === 'sqrt') return exponent ? power(root(cursor), exponent) : root(cursor);
  const inverse =
    exponent?.kind === 'number' && exponent.value.n === -1n && /^(sin|cos|tan|cot|sec|csc)$/.test(name);
  const value = functionOf(inverse ? `arc${name}` : name, base, argumentsOf(cursor, name));
  return exponent && !inverse ? power(value, exponent) : value;
}

function functionOf(name: string, base: Expr | undefined, args: readonly Expr[]): Expr {
  if (name === 'exp') return power({ kind: 'constant', name: 'e' }, args[0]!);
  if (name === 'lg') return quotient(call('ln', ...args), call('ln', whole(10)));
  if (name !== 'log') return base ? call(name, base, ...args) : call(name, ...args);
  return base ? quotient(call('ln', ...args), call('ln', base)) : call('ln', ...args);
}

/** In brackets that come next, or the factors up to the next function. */
function argumentsOf(cursor: Cursor, name: string): readonly Expr[] {
  if (ofSeveral.has(name) && isSign(peek(cursor), '(', '\\{', '{', '[')) {
    const close = { '(': ')', '\\{': '\\}', '{': '}', '[': ']' }[cursor.tokens[cursor.at++]!.value as '('];
    const args = afresh(cursor, () => items(cursor));
    expect(cursor, close);
    if (args.length === 0) throw unexpected(cursor, `what ${name} is taken of is missing`);
    return args;
  }
  if (isSign(peek(cursor), '(', '{', '\\{', '[', '|')) {
    const inner = operand(cursor, false);
    return [inner.kind === 'set' && inner.items.length === 1 ? inner.items[0]! : inner];
  }
  if (accept(cursor, '-')) return [negative(factors(cursor, endsArgument))];
  if (!isAtom(cursor)) throw unexpected(cursor, `what ${name} is taken of is missing`);
  return [factors(cursor, endsArgument)];
}

const endsArgument = (cursor: Cursor): boolean => {
  const token = peek(cursor);
  return token.type === 'function' || (token.type === 'sign' && token.value === '(' && token.spaced);
};

/** A square root, or the root of the degree in square brackets. */
export function root(cursor: Cursor): Expr {
  let degree: Expr = whole(2);
  if (accept(cursor, '[')) {
    degree = afresh(cursor, () => items(cursor))[0] ?? degree;
    expect(cursor, ']');
  }
  const radicand = argument(cursor);
  return power(radicand, power(degree, whole(-1)));
}
