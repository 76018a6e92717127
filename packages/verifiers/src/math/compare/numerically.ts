import { type Complex, subtract } from '../arithmetic/complex.ts';
import { evaluate, isConstant } from '../arithmetic/evaluate.ts';
import { type NumericOptions, numericArithmetic, sizeOf } from '../arithmetic/numeric.ts';
import type { Rational } from '../arithmetic/rational.ts';
import type { Expr } from '../tree/expr.ts';
import { some } from '../tree/walk.ts';
import type { Context } from './context.ts';
import { valueAt, wholeAt } from './points.ts';

/** The first only tells apart. */
const PRECISIONS = [96, 256, 1024, 3072, 12_288];
const SURE = 256;

/** Bits at the end of a mantissa that rounding may have touched. */
const ROUNDING = 60;

/** Points at which values must agree, and points to try, for smooth expressions and for those with steps. */
const SMOOTH = { enough: 3, tried: 10 };
const STEPPED = { enough: 28, tried: 60 };
const CONSTANT = { enough: 1, tried: 1 };

const steps = new Set(['floor', 'ceil', 'mod', 'sgn', 'max', 'min', 'abs']);
const isStepped = (part: Expr): boolean => part.kind === 'call' && steps.has(part.name);

/**
 * Whether the values agree at random points, real ones where there are any: there an odd root of a negative number is
 * negative, and a point where one side is not real says nothing. Without real points the principal values count;
 * without these, undefined.
 */
export function agreeNumerically(a: Expr, b: Expr, context: Context): boolean | undefined {
  const constant = isConstant(a) && isConstant(b);
  const stepped = some(a, isStepped) || some(b, isStepped);
  const { enough, tried } = constant ? CONSTANT : stepped ? STEPPED : SMOOTH;
  // steps are at whole numbers mostly
  const pointOf = (point: number, name: string): Rational =>
    !stepped ? valueAt(point, name) : point % 2 === 1 ? wholeAt(point, name) : valueAt(point / 2, name);
  let differ: false | undefined;
  for (const domain of ['real', 'complex'] as const) {
    let agreed = 0;
    for (let point = 0; agreed < enough && point < tried; point++) {
      const agree = agreeAt(name => pointOf(point, name), a, b, domain, context);
      if (agree) agreed++;
      if (agree !== false) continue;
      // real and principal roots may differ, so a constant gets another try
      if (!constant) return false;
      differ = false;
    }
    if (agreed >= Math.min(enough, 2)) return true;
  }
  return differ;
}

/** Undefined where either has no value. */
function agreeAt(
  symbol: NumericOptions['symbol'],
  a: Expr,
  b: Expr,
  domain: NumericOptions['domain'],
  { meter }: Context,
): boolean | undefined {
  let lost = false;
  for (const precision of PRECISIONS) {
    const numbers = numericArithmetic({ precision, meter, domain, symbol });
    const x = evaluate(a, numbers, meter);
    const y = x && evaluate(b, numbers, meter);
    if (!x || !y) return undefined;
    const difference = sizeOf(subtract(x, y, { precision, meter }));
    const relative = Math.max(sizeOf(x), sizeOf(y)) - precision + ROUNDING;
    if (difference > Math.max(relative, numbers.peak() - precision + ROUNDING)) return false;
    // a term so small that it was lost, or a difference that may be all rounding: look closer
    if (precision >= SURE && difference <= relative && numbers.gap() <= precision / 2) return true;
    lost = numbers.gap() > precision - 2 * ROUNDING;
  }
  // terms that the last precision still loses may be what tells the two apart: equality that is not seen is not claimed
  return !lost;
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
