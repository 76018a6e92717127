import type { Expr } from '../tree/expr.ts';

/** Whether words are the same, or the letters of a product spell them: \text{odd} and odd. */
export function sameText(gold: Expr, given: Expr): boolean {
  const [left, right] = [spelled(gold), spelled(given)];
  return left !== undefined && left !== '' && left === right;
}

/** The letters that words, or symbols side by side, spell; without case. */
export function spelled(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'text':
      return expr.words.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
    case 'symbol':
      return expr.name.toLowerCase();
    case 'constant':
      return expr.name;
    case 'product': {
      const parts = expr.factors.map(spelled);
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    default:
      return undefined;
  }
}
