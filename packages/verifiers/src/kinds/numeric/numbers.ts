/** Finds the numbers that a text writes, exactly. */
import type { Meter } from '../../budget.ts';
import { decimal, negated, product, quotient, type Rational, sum } from './rational.ts';

/** A number as written. */
export interface Quantity {
  readonly value: Rational;
  readonly percent: boolean;
  /** The word or symbol beside it; empty where there is none. */
  readonly unit: string;
  readonly text: string;
}

/** Steps that a number takes, its digits aside. */
const NUMBER = 300;

const plain = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+`;
const sticky = (source: string) => new RegExp(source, 'y');

// Parts of a number, in order. A part begins where the one before ended, so the whole is linear.
const start = /(?<![\w.\\])[-+−–]?\s?(?:\\?\$|[€£¥])?\s?(?:\d|\.\d|\\[dt]?frac\{)/g;
const sign = sticky(String.raw`([-+−–]?)\s?`);
const currency = sticky(String.raw`(?:\\?(\$)|([€£¥]))?\s?`);
const fraction = sticky(String.raw`(\d*)\s?\\[dt]?frac\{(${plain})\}\{(${plain})\}`);
const mixed = sticky(String.raw`(\d+) (\d+)\s?/\s?(\d+)`);
const number = sticky(plain);
const power = sticky(
  String.raw`[eE]([-+−]?\d+)|\s?(?:×|x|\*|\\times|\\cdot)\s?10\s?(?:\^|\*\*)\s?\{?([-+−]?\d+)\}?`,
);
const divisor = sticky(String.raw`\s?/\s?(${plain})`);
const percent = sticky(String.raw`\s?(?:\\?%|percent\b)`);
const unit = sticky(String.raw`\s?\^?\{?\\?(?:text|mathrm)?\{?\s?(°|\\?circ|[A-Za-zµμΩ€]+)`);

/** Every number of a text, in order. A number that is part of a word is none. */
export function numbersIn(text: string, meter: Meter): Quantity[] {
  meter.spend(text.length);
  const found: Quantity[] = [];
  start.lastIndex = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    meter.spend(NUMBER);
    const { quantity, end } = quantityAt(text, match.index, meter);
    if (quantity) found.push(quantity);
    start.lastIndex = Math.max(start.lastIndex, end);
  }
  return found;
}

/** The number that begins there, and where it ends; none where something is divided by zero. */
function quantityAt(
  text: string,
  begin: number,
  meter: Meter,
): { readonly quantity?: Quantity; readonly end: number } {
  let at = begin;
  const take = (part: RegExp): RegExpExecArray | undefined => {
    part.lastIndex = at;
    const match = part.exec(text);
    if (match) at = part.lastIndex;
    return match ?? undefined;
  };
  const exact = (digits: string, exponent = '0'): Rational => {
    // the work on long numbers is quadratic
    const places = digits.length + Math.abs(Number(exponent.replace('−', '-')));
    meter.spend(places ** 2);
    return decimal(`${digits.replaceAll(',', '')}e${exponent.replace('−', '-')}`);
  };

  const negative = /[-−–]/.test(take(sign)?.[1] ?? '');
  const money = take(currency);
  let value: Rational | undefined;
  const parts = take(fraction) ?? take(mixed);
  if (parts) {
    const over = quotient(exact(parts[2]!), exact(parts[3]!));
    value = over && sum(exact(parts[1] || '0'), over);
  } else {
    const mantissa = take(number);
    if (!mantissa) return { end: at };
    const exponent = take(power);
    value = exact(mantissa[0], exponent?.[1] ?? exponent?.[2]);
    const under = take(divisor);
    if (under) value = quotient(value, exact(under[1]!));
  }
  if (!value) return { end: at };
  const hundredth = take(percent) !== undefined;
  const beside = hundredth ? '' : (money?.[1] ?? money?.[2] ?? take(unit)?.[1] ?? '');
  const quantity = {
    value: negative ? negated(value) : value,
    percent: hundredth,
    unit: beside.replace(/^\\?circ$/, '°'),
    text: text.slice(begin, at),
  };
  return { quantity, end: at };
}

/** The hundredth of a value. */
export const hundredth = (value: Rational): Rational => product(value, { n: 1n, d: 100n });
