/** Reads what sympy's srepr writes: Add(Symbol('x'), Integer(1)). */
import { fraction } from '../../../packages/verifiers/src/math/arithmetic/rational.ts';
import {
  call,
  constant,
  number,
  power,
  product,
  sum,
  symbol,
} from '../../../packages/verifiers/src/math/tree/build.ts';
import type { Expr } from '../../../packages/verifiers/src/math/tree/expr.ts';

type Argument = Expr | string | boolean;

/** @throws Error on what no rule reads */
export function readSrepr(text: string): Expr {
  let at = 0;
  const pattern = /\s*(?:(\w+)\(|(-?\d+(?:\.\d+)?)|'((?:[^'\\]|\\.)*)'|(\w+)=|(\w+)|([(),]))/y;
  const fail = (): never => {
    throw new Error(`srepr can't be read from ${JSON.stringify(text.slice(at, at + 20))}`);
  };
  const token = (): RegExpExecArray => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return fail();
    at = pattern.lastIndex;
    return match;
  };
  const argument = (): Argument => {
    const [, head, digits, quoted, keyword, name] = token();
    if (keyword) return argument();
    if (digits !== undefined) return decimal(digits);
    if (quoted !== undefined) return quoted.replace(/\\\\/g, '\\');
    if (name) return name === 'true' || name === 'false' ? name === 'true' : named(name);
    if (!head) return fail();
    const args: Argument[] = [];
    while (!/^\s*\)/.test(text.slice(at))) {
      args.push(argument());
      const comma = /^\s*,/.exec(text.slice(at));
      if (comma) at += comma[0].length;
    }
    at += text.slice(at).indexOf(')') + 1;
    return applied(head, args);
  };
  const result = argument();
  if (typeof result === 'string') return symbol(result);
  return typeof result === 'boolean' ? symbol(String(result)) : result;
}

function decimal(digits: string): Expr {
  const [whole = '', places = ''] = digits.split('.');
  return number(
    fraction(BigInt(whole + places), 10n ** BigInt(places.length)),
    places === '' ? undefined : places.length,
  );
}

const names: Readonly<Record<string, Expr>> = {
  pi: constant('pi'),
  E: constant('e'),
  I: constant('i'),
  oo: constant('infinity'),
  EmptySet: { kind: 'set', items: [] },
  Integers: symbol('Z'),
  Rationals: symbol('Q'),
  Reals: symbol('R'),
  Complexes: symbol('C'),
};

const named = (name: string): Expr => (Object.hasOwn(names, name) ? names[name]! : symbol(name));

const functions: Readonly<Record<string, string>> = {
  Abs: 'abs',
  ceiling: 'ceil',
  floor: 'floor',
  binomial: 'binom',
  Max: 'max',
  Min: 'min',
  Mod: 'mod',
  asinh: 'arsinh',
  log: 'ln',
  factorial: 'factorial',
};

function applied(head: string, args: readonly Argument[]): Expr {
  const exprs = args.filter(arg => typeof arg === 'object');
  switch (head) {
    case 'Integer':
    case 'UnevaluatedExpr':
      return exprs[0]!;
    case 'Rational':
      return product(exprs[0]!, power(exprs[1]!, number({ n: -1n, d: 1n })));
    case 'Float':
      return float(args[0] as string);
    case 'Symbol':
      return symbol(args[0] as string);
    case 'Add':
      return sum(...exprs);
    case 'Mul':
      return product(...exprs);
    case 'Pow':
      return power(exprs[0]!, exprs[1]!);
    case 'exp':
      return power(constant('e'), exprs[0]!);
    case 'FiniteSet':
      return { kind: 'set', items: exprs };
    case 'Tuple':
      return { kind: 'tuple', items: exprs, open: '(', close: ')' };
    case 'Interval':
      return { kind: 'tuple', items: exprs, open: args[2] ? '(' : '[', close: args[3] ? ')' : ']' };
    case 'Union':
    case 'Intersection':
    case 'Complement': {
      const operator = { Union: 'union', Intersection: 'intersection', Complement: 'difference' } as const;
      return { kind: 'setOperation', operator: operator[head], args: [exprs[0]!, exprs[1]!] };
    }
    case 'Equality':
      return { kind: 'relation', operators: ['='], operands: exprs };
    case 'Not': {
      const [inner] = exprs;
      if (inner?.kind !== 'relation') throw new Error('srepr: Not of no relation');
      return { ...inner, operators: ['notin'] };
    }
    case 'Sum':
    case 'Integral': {
      const [body, limits] = exprs;
      if (limits?.kind !== 'tuple' || limits.items[0]?.kind !== 'symbol') throw new Error('srepr: no limits');
      const [variable, from, to] = limits.items;
      const operator = head === 'Sum' ? 'sum' : 'integral';
      return {
        kind: 'series',
        operator,
        variable: (variable as { readonly name: string }).name,
        ...(from && { from }),
        ...(to && { to }),
        body: body!,
      };
    }
    default:
      return call(Object.hasOwn(functions, head) ? functions[head]! : head, ...exprs);
  }
}

/** The decimal that a float writes, exponent and all. */
function float(text: string): Expr {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const { value } = decimal(mantissa) as Extract<Expr, { kind: 'number' }>;
  const scale = 10n ** BigInt(Math.abs(Number(exponent)));
  const scaled =
    Number(exponent) < 0 ? fraction(value.n, value.d * scale) : fraction(value.n * scale, value.d);
  return number(scaled, 15);
}
