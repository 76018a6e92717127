import { type Complex, subtract } from '../arithmetic/complex.ts';
import { evaluate, isConstant } from '../arithmetic/evaluate.ts';
import { type NumericOptions, numericArithmetic, sizeOf } from '../arithmetic/numeric.ts';
import type { Expr } from '../tree/expr.ts';
import type { Context } from './context.ts';
import { valueAt } from './points.ts';

/** The first only tells apart. */
const PRECISIONS = [96, 256, 1024, 3072];
const SURE = 256;

/** Bits at the end of a mantissa that rounding may have touched. */
const ROUNDING = 60;

const MAX_POINTS = 10;

/**
 * Whether the values agree at random points, real ones where there are any: there an odd root of a negative number is
 * negative, and a point where one side is not real says nothing. Without real points the principal values count.
 */
export function agreeNumerically(a: Expr, b: Expr, context: Context): boolean {
  const enough = isConstant(a) && isConstant(b) ? 1 : 3;
  for (const domain of ['real', 'complex'] as const) {
    let agreed = 0;
    let tried = 0;
    while (agreed < enough && tried < (enough === 1 ? 1 : MAX_POINTS)) {
      const agree = agreeAt(tried++, a, b, domain, context);
      if (agree === false) {
        // real and principal roots may differ, so a constant gets another try
        if (enough === 1 && domain === 'real') break;
        return false;
      }
      if (agree) agreed++;
    }
    if (agreed >= Math.min(enough, 2)) return true;
  }
  return false;
}

/** Undefined where either has no value. */
function agreeAt(
  point: number,
  a: Expr,
  b: Expr,
  domain: NumericOptions['domain'],
  { meter }: Context,
): boolean | undefined {
  for (const precision of PRECISIONS) {
    const numbers = numericArithmetic({ precision, meter, domain, symbol: name => valueAt(point, name) });
    const x = evaluate(a, numbers, meter);
    const y = x && evaluate(b, numbers, meter);
    if (!x || !y) return undefined;
    const difference = sizeOf(subtract(x, y, { precision, meter }));
    const relative = Math.max(sizeOf(x), sizeOf(y)) - precision + ROUNDING;
    if (difference > Math.max(relative, numbers.peak() - precision + ROUNDING)) return false;
    // a term so small that it was lost, or a difference that may be all rounding: look closer
    if (precision >= SURE && difference <= relative && numbers.gap() <= precision / 2) return true;
  }
  return true;
}

/** The value of a constant expression to some 60 digits, where it is a real number. */
export function realValue(expr: Expr, { meter }: Pick<Context, 'meter'>): Complex | undefined {
  if (!isConstant(expr)) return undefined;
  const numbers = numericArithmetic({
    precision: 192,
    meter,
    domain: 'real',
    symbol: name => valueAt(0, name),
  });
  return evaluate(expr, numbers, meter);
}
