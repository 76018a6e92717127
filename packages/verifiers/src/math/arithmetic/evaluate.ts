import type { Meter } from '../../budget.ts';
import type { Expr, Of } from '../tree/expr.ts';
import { symbolsOf } from '../tree/walk.ts';
import type { Arithmetic, Bound } from './arithmetic.ts';
import { exactArithmetic } from './exact.ts';
import { ONE } from './rational.ts';
import { seriesOf } from './series.ts';

/**
 * The value of a tree in an arithmetic; undefined where it has none.
 *
 * @throws BudgetExceeded where the meter runs out
 */
export function evaluate<Value>(
  expr: Expr,
  numbers: Arithmetic<Value>,
  meter: Meter,
  bound: Bound = nothing,
): Value | undefined {
  const read = (part: Expr): Value | undefined => evaluate(part, numbers, meter, bound);
  meter.spend(20);
  switch (expr.kind) {
    case 'number':
      return numbers.number(expr.value);
    case 'constant':
      return numbers.constant(expr.name);
    case 'symbol': {
      const value = bound.get(expr.name);
      return value ? numbers.number(value) : numbers.symbol(expr.name);
    }
    case 'sum':
      return folded(expr.terms, read, numbers.add);
    case 'product':
      return folded(expr.factors, read, numbers.multiply);
    case 'power':
      return powerOf(expr, numbers, meter, bound);
    case 'series':
      return seriesOf(expr, numbers, meter, bound);
    case 'call': {
      if (expr.name === 'det' && expr.args[0]?.kind === 'matrix')
        return determinant(expr.args[0].rows, read, numbers);
      if (!numbers.exact) {
        // 5! is a number in every arithmetic
        const exact = evaluate(expr, exactArithmetic(meter), meter, bound);
        if (exact) return numbers.number(exact);
      }
      const args = all(expr.args, read);
      return args && numbers.call(expr.name, args);
    }
    case 'text':
      return numbers.symbol(expr.words);
    default:
      return undefined;
  }
}

function folded<Value>(
  parts: readonly Expr[],
  read: (part: Expr) => Value | undefined,
  join: (a: Value, b: Value) => Value | undefined,
): Value | undefined {
  let result = read(parts[0]!);
  for (let at = 1; at < parts.length && result !== undefined; at++) {
    const value = read(parts[at]!);
    result = value === undefined ? undefined : join(result, value);
  }
  return result;
}

const nothing: Bound = new Map();

/** All values, or undefined where one is missing. */
export function all<Value>(
  parts: readonly Expr[],
  read: (part: Expr) => Value | undefined,
): Value[] | undefined {
  const values: Value[] = [];
  for (const part of parts) {
    const value = read(part);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function powerOf<Value>(
  { base, exponent }: Of<'power'>,
  numbers: Arithmetic<Value>,
  meter: Meter,
  bound: Bound,
): Value | undefined {
  const value = evaluate(base, numbers, meter, bound);
  if (value === undefined) return undefined;
  const exact = evaluate(exponent, exactArithmetic(meter), meter, bound);
  if (exact) return exact.d === 1n ? numbers.power(value, exact.n) : numbers.root(value, exact);
  const raised = evaluate(exponent, numbers, meter, bound);
  return raised === undefined ? undefined : numbers.exponential(value, raised);
}

function determinant<Value>(
  rows: readonly (readonly Expr[])[],
  read: (part: Expr) => Value | undefined,
  numbers: Arithmetic<Value>,
): Value | undefined {
  if (rows.length > 5 || rows.some(row => row.length !== rows.length)) return undefined;
  if (rows.length === 1) return read(rows[0]![0]!);
  let result = numbers.number({ n: 0n, d: 1n });
  const sign = [numbers.number(ONE), numbers.number({ n: -1n, d: 1n })];
  for (const [column, entry] of rows[0]!.entries()) {
    const minor = rows.slice(1).map(row => row.filter((_, at) => at !== column));
    const parts = [sign[column % 2], read(entry), determinant(minor, read, numbers)];
    const product = parts.reduce((a, b) =>
      a === undefined || b === undefined ? undefined : numbers.multiply(a, b),
    );
    if (product === undefined || result === undefined) return undefined;
    result = numbers.add(result, product);
  }
  return result;
}

/** Whether a tree has no variable of its own. */
export const isConstant = (expr: Expr): boolean => symbolsOf(expr).size === 0;
