// Reads lines of metrics, several hundred megabytes a second. Lines of a log have the same keys in the same order, nearly
// always: every key remembers which one came after it, so that the next key is compared and not read.

/** A metric: its number of every step, NaN where it has none. */
export interface Column {
  readonly name: string;
  /** `"name"` as it stands in a line. */
  readonly key: Uint8Array;
  values: Float64Array;
  /** The key that came after this one the last time. */
  next: Column | undefined;
}

/** What the line reader asks for. */
export interface LineTarget {
  column(name: string): Column;
  list(name: string, values: readonly number[]): void;
}

const [quote, comma, colon, open, close] = [0x22, 0x2c, 0x3a, 0x7b, 0x7d] as const;
const [bracket, minus, point, zero, space, backslash] = [0x5b, 0x2d, 0x2e, 0x30, 0x20, 0x5c] as const;
const absent: Uint8Array = Buffer.from('null');
const tens: Float64Array = Float64Array.from({ length: 309 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads one line `{"name": number | null | [numbers], ...}` into row `row` of the columns. Numbers are within a few units
 * in the last place: charts show six digits.
 * @param from,to where the line lies in `bytes`, its newline not included
 * @returns false for any other line, some columns of the row being written
 */
export function readLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  row: number,
  first: Column,
  target: LineTarget,
): boolean {
  let at = from;
  let last: Column = first;
  const skip = () => {
    while (bytes[at] === space) at++;
  };

  if (bytes[at++] !== open) return false;
  for (;;) {
    skip();
    const guess = last.next;
    let column: Column;
    if (guess && isAt(bytes, at, guess.key)) {
      column = guess;
    } else {
      const end = bytes.indexOf(quote, at + 1);
      if (bytes[at] !== quote || end < 0 || end >= to) return false;
      const name = Buffer.from(bytes.buffer, bytes.byteOffset + at + 1, end - at - 1);
      if (name.includes(backslash)) return false;
      column = target.column(name.toString('utf8'));
      last.next = column;
    }
    last = column;
    at += column.key.length;
    skip();
    if (bytes[at++] !== colon) return false;
    skip();

    const begin = at;
    if (bytes[at] === bracket) {
      const end = bytes.indexOf(0x5d, at);
      if (end < 0 || end >= to) return false;
      const values = numbersIn(bytes, at, end + 1);
      if (!values) return false;
      target.list(column.name, values);
      at = end + 1;
    } else if (isAt(bytes, at, absent)) {
      at += absent.length;
    } else {
      const negative = bytes[at] === minus;
      if (negative) at++;
      let mantissa = 0;
      let exponent = 0;
      let digit = bytes[at]! - zero;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - zero) mantissa = mantissa * 10 + digit;
      if (bytes[at] === point) {
        digit = bytes[++at]! - zero;
        for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - zero) {
          mantissa = mantissa * 10 + digit;
          exponent--;
        }
      }
      if (bytes[at] === 0x65 || bytes[at] === 0x45) {
        const sign = bytes[++at] === minus ? -1 : 1;
        if (bytes[at] === minus || bytes[at] === 0x2b) at++;
        let power = 0;
        digit = bytes[at]! - zero;
        for (; digit >= 0 && digit <= 9; digit = bytes[++at]! - zero) power = power * 10 + digit;
        exponent += sign * power;
      }
      if (at === begin + Number(negative)) return false;
      const value = scaled(mantissa, exponent);
      column.values[row] = negative ? -value : value;
    }

    skip();
    const separator = bytes[at++];
    if (separator === comma) continue;
    return separator === close && at === to;
  }
}

function isAt(bytes: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key[i]) return false;
  return true;
}

function scaled(mantissa: number, exponent: number): number {
  if (exponent === 0 || mantissa === 0) return mantissa;
  if (exponent > 0) return exponent > 308 ? Number.POSITIVE_INFINITY : mantissa * tens[exponent]!;
  return exponent >= -308 ? mantissa / tens[-exponent]! : mantissa / 1e308 / (tens[-exponent - 308] ?? 1e308);
}

function numbersIn(bytes: Uint8Array, from: number, to: number): number[] | undefined {
  try {
    const values = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString());
    return (values as unknown[]).every(value => typeof value === 'number') ? (values as number[]) : undefined;
  } catch {
    return undefined;
  }
}
