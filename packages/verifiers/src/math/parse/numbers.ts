/** Numbers as they are written: separators, decimals, repeating decimals, exponents. */
import { BudgetExceeded } from '../../budget.ts';
import { add, fraction, type Rational } from '../arithmetic/rational.ts';

export interface WrittenNumber {
  readonly value: Rational;
  readonly decimals?: number;
  readonly length: number;
}

/** Numbers of more digits, or with greater powers of ten, are over budget. */
const MAX_DIGITS = 10_000;

// what separates thousands for sure, and what may
const sure = String.raw`(?:\s?\{\s?,\s?\}\s?|,\s*\\!\s*|\\!\s*,\s*|\\,|\\\s|~)`;
const patterns = {
  grouped: new RegExp(String.raw`(\d{1,3}(?:${sure}\d{3})+)(?!\d)(\.\d+)?`, 'y'),
  commas: /([1-9]\d{0,2}(?:,\d{3})+)(?![\d,]\d|\d)(\.\d+)?/y,
  spaces: /([1-9]\d{0,2}(?: \d{3})+)(?! ?\d)(\.\d+)?/y,
  repeating: /(\d*)\.(\d*)\\(?:overline|dot|bar)\s?\{?(\d+)\}?/y,
  decimalComma: /(\d+)\{[.,]\}(\d+)/y,
  scientific: /(\d+(?:\.\d*)?|\.\d+)[eE]([-+]?\d+)(?![\d.]*[a-zA-Z(])/y,
  plain: /\d+(?:\.\d*)?|\.\d+/y,
} as const;

/** Digits that nothing follows which could belong to them: most numbers. */
const simple = /\d{1,15}(?![\d.,{~eE]|\s*[\d{,]|\\[^a-zA-Z])/y;

/**
 * Reads the number that begins there. `commas` tells whether a comma may separate thousands: within brackets it separates
 * items.
 *
 * @throws BudgetExceeded on more than 10,000 digits
 */
export function numberAt(source: string, at: number, commas: boolean): WrittenNumber | undefined {
  simple.lastIndex = at;
  const whole = simple.exec(source);
  if (whole) return { value: { n: BigInt(whole[0]), d: 1n }, length: whole[0].length };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  let found = match(patterns.grouped) ?? match(patterns.spaces);
  // 54,108,135 within 27,54,108,135 is three numbers
  if (!found && commas && !/\d,\s?$/.test(source.slice(Math.max(0, at - 3), at)))
    found = match(patterns.commas);
  if (found) return decimal(found[1]!.replace(/\D/g, '') + (found[2] ?? ''), found[0].length);
  if ((found = match(patterns.repeating))) {
    const [all, before = '', digits = '', repeated = ''] = found;
    limit(all.length);
    const scale = 10n ** BigInt(digits.length);
    const head = fraction(BigInt(before + digits || '0'), scale);
    const tail = fraction(BigInt(repeated), scale * (10n ** BigInt(repeated.length) - 1n));
    return { value: add(head, tail), length: all.length };
  }
  if ((found = match(patterns.decimalComma))) return decimal(`${found[1]}.${found[2]}`, found[0].length);
  if ((found = match(patterns.scientific))) {
    const mantissa = decimal(found[1]!, found[0].length);
    const exponent = Number(found[2]);
    limit(Math.abs(exponent));
    const scale = 10n ** BigInt(Math.abs(exponent));
    const { n, d } = mantissa.value;
    const value = exponent < 0 ? fraction(n, d * scale) : fraction(n * scale, d);
    return { ...mantissa, value };
  }
  found = match(patterns.plain);
  return found ? decimal(found[0], found[0].length) : undefined;
}

/** The value of digits with at most one point. */
function decimal(digits: string, length: number): WrittenNumber {
  limit(length);
  const [whole = '', places = ''] = digits.split('.');
  const value = fraction(BigInt(whole + places || '0'), 10n ** BigInt(places.length));
  return places === '' ? { value, length } : { value, length, decimals: places.length };
}

function limit(digits: number): void {
  if (digits > MAX_DIGITS) throw new BudgetExceeded(`a number takes ${digits} digits, over ${MAX_DIGITS}`);
}
