/** Sums and products between whole bounds, and integrals of polynomials. */
import type { Meter } from '../../budget.ts';
import type { Expr, Of } from '../tree/expr.ts';
import type { Arithmetic, Bound } from './arithmetic.ts';
import { all, evaluate } from './evaluate.ts';
import { exactArithmetic } from './exact.ts';
import { add, equal, fraction, multiply, negate, type Rational } from './rational.ts';

/** Longer sums and products have no value. */
const MAX_TERMS = 2_000n;

/** Worked out where that is possible; else a function of its body and its bounds. */
export function seriesOf<Value>(
  expr: Of<'series'>,
  numbers: Arithmetic<Value>,
  meter: Meter,
  bound: Bound,
): Value | undefined {
  const { operator, variable, from, to, body } = expr;
  const [low, high] = [from, to].map(part => part && exactBound(part, numbers, meter, bound));
  const at = (value: Rational): Value | undefined =>
    evaluate(body, numbers, meter, new Map(bound).set(variable, value));
  if ((operator === 'sum' || operator === 'product') && low?.d === 1n && high?.d === 1n) {
    if (high.n - low.n > MAX_TERMS) return undefined;
    const join = operator === 'sum' ? numbers.add : numbers.multiply;
    let result = numbers.number({ n: operator === 'sum' ? 0n : 1n, d: 1n });
    for (let n = low.n; n <= high.n && result !== undefined; n++) {
      const value = at({ n, d: 1n });
      result = value === undefined ? undefined : join(result, value);
    }
    return result;
  }
  const area = operator === 'integral' && low && high ? integral(expr, low, high, meter, bound) : undefined;
  if (area) return numbers.number(area);
  // the same body at some value of the variable, whatever the variable's name is
  const inside = variable === '' ? evaluate(body, numbers, meter, bound) : at(fraction(37n, 29n));
  const bounds = all([...(from ? [from] : []), ...(to ? [to] : [])], part =>
    evaluate(part, numbers, meter, bound),
  );
  if (inside === undefined || !bounds) return undefined;
  return numbers.call(`${operator} with ${bounds.length} bounds`, [inside, ...bounds]);
}

/** A bound's exact value; in exact arithmetic a variable has one, too. */
function exactBound<Value>(
  part: Expr,
  numbers: Arithmetic<Value>,
  meter: Meter,
  bound: Bound,
): Rational | undefined {
  const exact = numbers.exact ? (numbers as unknown as Arithmetic<Rational>) : exactArithmetic(meter);
  return evaluate(part, exact, meter, bound);
}

/** The weights of the closed Newton-Cotes rule of nine points, exact for polynomials up to degree 9. */
const weights = [989n, 5888n, -928n, 10496n, -4540n, 10496n, -928n, 5888n, 989n];

/** Undefined for what is no polynomial with rational coefficients: then the rule on the halves gives another value. */
function integral(
  { variable, body }: Of<'series'>,
  low: Rational,
  high: Rational,
  meter: Meter,
  bound: Bound,
): Rational | undefined {
  const exact = exactArithmetic(meter);
  const width = add(high, negate(low));
  const rule = (start: Rational, length: Rational): Rational | undefined => {
    let sum: Rational | undefined = { n: 0n, d: 1n };
    for (const [step, weight] of weights.entries()) {
      const at = add(start, multiply(length, fraction(BigInt(step), 8n)));
      const value = evaluate(body, exact, meter, new Map(bound).set(variable, at));
      if (!value) return undefined;
      sum = add(sum, multiply(value, { n: weight, d: 1n }));
    }
    return multiply(multiply(sum, length), fraction(1n, 28_350n));
  };
  const half = multiply(width, fraction(1n, 2n));
  const whole = rule(low, width);
  const [left, right] = [whole && rule(low, half), whole && rule(add(low, half), half)];
  return whole && left && right && equal(whole, add(left, right)) ? whole : undefined;
}
