import type { Meter } from '../../budget.ts';
import type { Expr } from '../tree/expr.ts';
import { type Cursor, peek, unexpected } from './cursor.ts';
import { answer } from './items.ts';
import { Unparsable } from './token.ts';
import { tokenize } from './tokenize.ts';

/** What a text means, or why it is no mathematics. */
export type Parsed = { readonly expr: Expr } | { readonly reason: string };

/**
 * Parses LaTeX or plain mathematics that went through `normalise`.
 *
 * @throws BudgetExceeded on too deep nesting, too long numbers, or where the meter runs out
 */
export function parse(source: string, meter: Meter): Parsed {
  try {
    const tokens = tokenize(source, meter);
    const cursor: Cursor = { source, tokens, meter, at: 0, depth: 0, bars: 0, inSet: false, bound: [] };
    const expr = answer(cursor);
    if (peek(cursor).type !== 'end') throw unexpected(cursor, 'the expression ends');
    return expr ? { expr } : { reason: 'there is no expression' };
  } catch (error) {
    if (error instanceof Unparsable) return { reason: error.message };
    throw error;
  }
}
