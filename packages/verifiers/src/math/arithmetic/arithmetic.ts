import type { Constant } from '../tree/expr.ts';
import type { Rational } from './rational.ts';

/**
 * Numbers of some sort, to evaluate trees in. Undefined is what has no value there: a quotient by zero, a root that is
 * not rational, a number over its limits.
 */
export interface Arithmetic<Value> {
  /** Whether values are rational numbers, no more and no less. */
  readonly exact: boolean;
  number(value: Rational): Value | undefined;
  symbol(name: string): Value | undefined;
  constant(name: Constant): Value | undefined;
  add(a: Value, b: Value): Value | undefined;
  multiply(a: Value, b: Value): Value | undefined;
  /** base^exponent for a whole exponent. */
  power(base: Value, exponent: bigint): Value | undefined;
  /** base^exponent for another rational exponent. */
  root(base: Value, exponent: Rational): Value | undefined;
  /** base^exponent for any exponent. */
  exponential(base: Value, exponent: Value): Value | undefined;
  /** A known function, or an unknown one: then equal arguments give equal values, others don't. */
  call(name: string, args: readonly Value[]): Value | undefined;
}

/** Values of the variables that sums and products run over. */
export type Bound = ReadonlyMap<string, Rational>;
