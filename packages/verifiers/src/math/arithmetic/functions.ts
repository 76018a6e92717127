/** The known functions of complex numbers, each by its textbook formula. */

import {
  absolute,
  add,
  type Complex,
  circular,
  divide,
  exponential,
  I,
  invert,
  isReal,
  logarithm,
  multiply,
  negate,
  ONE,
  ofReal,
  pi,
  squareRoot,
  subtract,
  type Working,
} from './complex.ts';
import { angle } from './elementary.ts';
import { compare, minus, nearestWhole, ofRational, plus, type Real, scaled, times, UNIT } from './real.ts';

type Rule = (args: readonly Complex[], working: Working) => Complex | undefined;

const half = (value: Complex): Complex => ({ re: scaled(value.re, -1), im: scaled(value.im, -1) });

const reciprocal = (rule: Rule): Rule => {
  return (args, working) => {
    const value = rule(args, working);
    return value && invert(value, working);
  };
};

const ofReciprocal = (rule: Rule): Rule => {
  return ([x], working) => {
    const inverse = invert(x!, working);
    return inverse && rule([inverse], working);
  };
};

const sin: Rule = ([x], working) => circular(x!, working)?.sine;
const cos: Rule = ([x], working) => circular(x!, working)?.cosine;
const tan: Rule = ([x], working) => {
  const found = circular(x!, working);
  return found && divide(found.sine, found.cosine, working);
};

const hyperbolic = (sign: 1 | -1): Rule => {
  return ([x], working) => {
    const [up, down] = [exponential(x!, working), exponential(negate(x!), working)];
    return up && down && half(add(up, sign > 0 ? down : negate(down), working));
  };
};
const sinh = hyperbolic(-1);
const cosh = hyperbolic(1);
const tanh: Rule = (args, working) => {
  const [over, under] = [sinh(args, working), cosh(args, working)];
  return over && under && divide(over, under, working);
};

/** arcsin x = -i ln(ix + sqrt(1 - x^2)). */
const arcsin: Rule = ([x], working) => {
  const root = squareRoot(subtract(ONE, multiply(x!, x!, working), working), working);
  const log = logarithm(add(multiply(I, x!, working), root, working), working);
  if (!log) return undefined;
  const value = multiply(negate(I), log, working);
  return isReal(x!) && compare(absolute(x!, working), UNIT) <= 0 ? ofReal(value.re) : value;
};

const arccos: Rule = (args, working) => {
  const sine = arcsin(args, working);
  return sine && subtract(half(pi(working)), sine, working);
};

/** arctan x = i/2 (ln(1 - ix) - ln(1 + ix)). */
const arctan: Rule = ([x], working) => {
  if (isReal(x!)) {
    const value = angle(x!.re, UNIT, working.precision, working.meter);
    return value && ofReal(value);
  }
  const turned = multiply(I, x!, working);
  const [low, high] = [
    logarithm(subtract(ONE, turned, working), working),
    logarithm(add(ONE, turned, working), working),
  ];
  return low && high && half(multiply(I, subtract(low, high, working), working));
};

/** arsinh x = ln(x + sqrt(x^2 + 1)). */
const arsinh: Rule = ([x], working) =>
  logarithm(add(x!, squareRoot(add(multiply(x!, x!, working), ONE, working), working), working), working);

/** arcosh x = ln(x + sqrt(x + 1) sqrt(x - 1)). */
const arcosh: Rule = ([x], working) => {
  const roots = [
    squareRoot(add(x!, ONE, working), working),
    squareRoot(subtract(x!, ONE, working), working),
  ] as const;
  return logarithm(add(x!, multiply(...roots, working), working), working);
};

/** artanh x = (ln(1 + x) - ln(1 - x)) / 2. */
const artanh: Rule = ([x], working) => {
  const [high, low] = [
    logarithm(add(ONE, x!, working), working),
    logarithm(subtract(ONE, x!, working), working),
  ];
  return high && low && half(subtract(high, low, working));
};

/** For functions of real numbers alone. */
const onReals = (rule: (args: readonly Real[], working: Working) => Real | undefined): Rule => {
  return (args, working) => {
    if (!args.every(isReal)) return undefined;
    const value = rule(
      args.map(({ re }) => re),
      working,
    );
    return value && ofReal(value);
  };
};

/** A value a hair below a whole number, for which there is no better reason than rounding, is that number. */
function floorOf(x: Real, { precision }: Working): Real {
  const whole: Real = { m: nearestWhole(x), e: 0 };
  const above = plus(whole, minus(x), precision);
  const hair: Real = { m: 1n, e: 24 - precision };
  return compare(above, hair) > 0 ? plus(whole, minus(UNIT), precision) : whole;
}

const choose = (sign: 1 | -1): Rule =>
  onReals(values => values.reduce((a, b) => (sign * compare(a, b) < 0 ? b : a)));

/** The rule of a function, where there is one. */
export const ruleOf = (name: string): Rule | undefined =>
  Object.hasOwn(rules, name) ? rules[name] : undefined;

const rules: Readonly<Record<string, Rule>> = {
  sin,
  cos,
  tan,
  cot: reciprocal(tan),
  sec: reciprocal(cos),
  csc: reciprocal(sin),
  arcsin,
  arccos,
  arctan,
  arccot: (args, working) => {
    const value = arctan(args, working);
    return value && subtract(half(pi(working)), value, working);
  },
  arcsec: ofReciprocal(arccos),
  arccsc: ofReciprocal(arcsin),
  sinh,
  cosh,
  tanh,
  coth: reciprocal(tanh),
  sech: reciprocal(cosh),
  csch: reciprocal(sinh),
  arsinh,
  arcosh,
  artanh,
  ln: ([x], working) => logarithm(x!, working),
  sqrt: ([x], working) => squareRoot(x!, working),
  abs: ([x], working) => ofReal(absolute(x!, working)),
  norm: ([x], working) => ofReal(absolute(x!, working)),
  percent: ([x], working) => multiply(x!, ofReal(ofRational({ n: 1n, d: 100n }, working.precision)), working),
  floor: onReals(([x], working) => floorOf(x!, working)),
  ceil: onReals(([x], working) => minus(floorOf(minus(x!), working))),
  sgn: onReals(([x]) => ({ m: x!.m > 0n ? 1n : x!.m < 0n ? -1n : 0n, e: 0 })),
  max: choose(1),
  min: choose(-1),
  over: ([a, b], working) => divide(a!, b!, working),
  mod: (args, working) => {
    const [a, b] = args;
    const quotient = a && b && divide(a, b, working);
    if (!quotient || !isReal(quotient) || !isReal(b)) return undefined;
    return ofReal(
      plus(a.re, minus(times(floorOf(quotient.re, working), b.re, working.precision)), working.precision),
    );
  },
};
