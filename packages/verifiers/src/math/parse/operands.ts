/** An atom with what is attached to it: powers, subscripts, factorials, percent signs, primes. */
import { call, negative, percent, power, symbol } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { atom } from './atoms.ts';
import { accept, type Cursor, isSign, next, peek, unexpected, within } from './cursor.ts';

const atomSigns = ['(', '[', '{', '\\{', '⌊', '⌈', '‖', '∅', '∞', 'π', '…', '√'];

/** Whether an atom begins here. */
export function isAtom(cursor: Cursor): boolean {
  const token = peek(cursor);
  switch (token.type) {
    case 'end':
      return false;
    case 'sign':
      return atomSigns.includes(token.value) || (token.value === '|' && cursor.bars === 0 && !cursor.inSet);
    case 'command':
      return token.value !== 'end' && token.value !== 'choose' && token.value !== 'over';
    default:
      return true;
  }
}

/** `attached` tells whether to read what is attached; a digit of \frac12 has nothing. */
export function operand(cursor: Cursor, attached = true): Expr {
  return within(cursor, () => {
    if (accept(cursor, '-')) return negative(operand(cursor, attached));
    let base = atom(cursor);
    if (!attached) return base;
    for (;;) {
      if (accept(cursor, '^')) base = raised(cursor, base);
      else if (accept(cursor, '_')) base = subscripted(cursor, base);
      else if (accept(cursor, '!')) base = call('factorial', base);
      else if (accept(cursor, '%')) base = percent(base);
      else if (accept(cursor, "'")) base = base.kind === 'symbol' ? symbol(`${base.name}'`) : base;
      else if (!accept(cursor, '°')) return base;
    }
  });
}

function raised(cursor: Cursor, base: Expr): Expr {
  const mark = markIn(cursor);
  if (mark !== undefined) return base.kind === 'symbol' && mark !== '°' ? symbol(base.name + mark) : base;
  let exponent = operand(cursor, false);
  if (accept(cursor, '^')) exponent = power(exponent, operand(cursor, false));
  return power(base, exponent);
}

/** Degrees, primes and stars stand where powers do. */
function markIn(cursor: Cursor): string | undefined {
  const grouped = isSign(peek(cursor), '{');
  let ahead = grouped ? 1 : 0;
  let marks = '';
  for (let token = peek(cursor, ahead); isSign(token, '°', "'", '*'); token = peek(cursor, ++ahead)) {
    marks += token.value;
    if (!grouped) break;
  }
  if (marks === '' || (grouped && !isSign(peek(cursor, ahead++), '}'))) return undefined;
  cursor.at += grouped ? ahead : 1;
  return marks.includes('°') ? '°' : marks;
}

/** The argument of a command: a group, or one token; of a number one digit, and the rest of it stays. */
export function argument(cursor: Cursor, allDigits = false): Expr {
  const token = peek(cursor);
  if (token.type !== 'number' || allDigits) return operand(cursor, false);
  const digits = cursor.source.slice(token.at, token.end);
  if (!/^\d\d/.test(digits)) return operand(cursor, false);
  const rest = digits.slice(1);
  cursor.tokens.splice(
    cursor.at,
    1,
    { ...token, value: { n: BigInt(digits[0]!), d: 1n } },
    { ...token, at: token.at + 1, value: { n: BigInt(rest.replace(/\D.*$/, '')), d: 1n } },
  );
  return operand(cursor, false);
}

/** x_1 is a letter of its own; 52_8 is written in base 8. */
function subscripted(cursor: Cursor, base: Expr): Expr {
  const from = peek(cursor).at;
  if (base.kind === 'number') return call('base', base, argument(cursor, true));
  skipArgument(cursor);
  const source = cursor.source.slice(from, cursor.tokens[cursor.at - 1]!.end);
  const name = `_${plainName(source)}`;
  if (base.kind === 'symbol') return symbol(base.name + name);
  if (base.kind === 'power' && base.base.kind === 'symbol')
    return power(symbol(base.base.name + name), base.exponent);
  if (base.kind === 'constant') return symbol(base.name + name);
  return call('index', base, symbol(name));
}

/** Steps over a group or a single token. */
function skipArgument(cursor: Cursor): void {
  if (peek(cursor).type === 'end') throw unexpected(cursor, 'a subscript is missing');
  let depth = 0;
  do {
    const token = next(cursor);
    if (token.type === 'end') throw unexpected(cursor, 'a } is missing');
    if (isSign(token, '{')) depth++;
    else if (isSign(token, '}')) depth--;
  } while (depth > 0);
}

/** A subscript without what doesn't tell it apart: braces, white space, backslashes, fonts. */
export const plainName = (source: string): string =>
  source.replace(/\\(?:text|mathrm|mathit|rm|operatorname)\b|[{}\s\\~]/g, '');
