/** Commands with arguments: fractions, roots, binomials, sums, accents, environments. */
import { call, constant, quotient, symbol } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { applied, root } from './application.ts';
import { accents } from './commands.ts';
import { type Cursor, next, unexpected } from './cursor.ts';
import { environment } from './environments.ts';
import { functionNamed } from './functions.ts';
import { argument, plainName } from './operands.ts';
import { integral, limit, series } from './series.ts';

export function commandAtom(cursor: Cursor): Expr {
  const name = next(cursor).value as string;
  if (accents.has(name)) return accented(cursor, accents.get(name)!);
  switch (name) {
    case 'frac':
    case 'dfrac':
    case 'tfrac':
    case 'cfrac':
    case 'sfrac': {
      const over = argument(cursor);
      return quotient(over, argument(cursor, true));
    }
    case 'binom':
    case 'dbinom':
    case 'tbinom': {
      const over = argument(cursor);
      return call('binom', over, argument(cursor));
    }
    case 'sqrt':
      return root(cursor);
    case 'sum':
    case 'prod':
      return series(cursor, name === 'sum' ? 'sum' : 'product');
    case 'int':
      return integral(cursor);
    case 'lim':
      return limit(cursor);
    case 'begin':
      return environment(cursor);
    case 'pmod':
      return call('pmod', argument(cursor, true));
    case 'exponentialE':
      return constant('e');
    case 'operatorname':
    case 'variable': {
      const content = rawArgument(cursor);
      const known = name === 'operatorname' ? functionNamed(content) : undefined;
      return known ? applied(cursor, known) : symbol(content);
    }
    default:
      cursor.at--;
      throw unexpected(cursor, `\\${name} can't stand here`);
  }
}

/** \bar{x} is a letter of its own; a line over more is not told apart from what it stands over. */
function accented(cursor: Cursor, accent: string): Expr {
  const inner = argument(cursor, true);
  return inner.kind === 'symbol' ? symbol(`${accent}(${inner.name})`) : call(accent, inner);
}

/** The source of a group. */
function rawArgument(cursor: Cursor): string {
  const open = next(cursor);
  if (open.value !== '{') return String(open.value);
  for (let depth = 1; depth > 0; ) {
    const token = next(cursor);
    if (token.type === 'end') throw unexpected(cursor, 'a } is missing');
    if (token.value === '{') depth++;
    else if (token.value === '}') depth--;
  }
  return plainName(cursor.source.slice(open.end, cursor.tokens[cursor.at - 1]!.at));
}
