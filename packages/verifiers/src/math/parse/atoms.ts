/** What an expression is made of: numbers, letters, bracketed expressions, functions, commands. */
import { call, constant, number, symbol } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { applied, callOf } from './application.ts';
import { bracketed } from './brackets.ts';
import { commandAtom } from './commandAtoms.ts';
import { type Cursor, isSign, next, peek, unexpected } from './cursor.ts';
import { functionLetters } from './functions.ts';
import { operand } from './operands.ts';

export function atom(cursor: Cursor): Expr {
  const token = peek(cursor);
  switch (token.type) {
    case 'number':
      next(cursor);
      return number(token.value, token.decimals);
    case 'letter':
      next(cursor);
      return letter(cursor, token.value);
    case 'function':
      next(cursor);
      return applied(cursor, token.value);
    case 'text':
      next(cursor);
      return { kind: 'text', words: token.value.toLowerCase() };
    case 'command':
      return commandAtom(cursor);
    case 'sign':
      return signAtom(cursor, token.value);
    case 'end':
      throw unexpected(cursor, 'an expression is missing');
  }
}

/** Signs that are atoms by themselves. */
const signAtoms: ReadonlyMap<string, Expr> = new Map<string, Expr>([
  ['∅', { kind: 'set', items: [] }],
  ['∞', constant('infinity')],
  ['π', constant('pi')],
  ['…', symbol('…')],
]);

function signAtom(cursor: Cursor, sign: string): Expr {
  const found = signAtoms.get(sign);
  if (!found && sign !== '√') return bracketed(cursor);
  next(cursor);
  return found ?? call('sqrt', operand(cursor, false));
}

/** e and i are constants, unless a sum runs over i; f( begins a function's arguments, and so does N( before (n) alone. */
function letter(cursor: Cursor, name: string): Expr {
  const bound = cursor.bound.includes(name);
  if (name === 'e' && !bound) return constant('e');
  if ((name === 'i' || name === 'imath') && !bound) return constant('i');
  const primes = primesAhead(cursor);
  if (
    isSign(peek(cursor, primes), '(') &&
    (functionLetters.has(name) || takesOneArgument(cursor, name, primes))
  ) {
    cursor.at += primes;
    return callOf(cursor, name + "'".repeat(primes));
  }
  return symbol(name);
}

function primesAhead(cursor: Cursor): number {
  let primes = 0;
  while (isSign(peek(cursor, primes), "'")) primes++;
  return primes;
}

const takesOneArgument = (cursor: Cursor, name: string, primes: number): boolean =>
  /^[A-Z]$/.test(name) &&
  !peek(cursor, primes).spaced &&
  ['letter', 'number'].includes(peek(cursor, primes + 1).type) &&
  isSign(peek(cursor, primes + 2), ')');
