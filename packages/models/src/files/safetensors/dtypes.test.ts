import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { decode, encode, type FileDType } from './dtypes.ts';

/** All 65536 patterns of 16 bits. */
const PATTERNS = new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer);

const bits = fc
  .uint8Array({ minLength: 4, maxLength: 4 })
  .map(bytes => new Float32Array(bytes.slice().buffer));

describe.each([
  ['F16', 10, -14, 15],
  ['BF16', 7, -126, 127],
] as const)('%s', (dtype: FileDType, fractionBits, lowest, bias) => {
  const values = decode(dtype, PATTERNS);

  test('widens every pattern by its definition', () => {
    const exponentBits = 15 - fractionBits;
    values.forEach((value, pattern) => {
      const sign = pattern >> 15 ? -1 : 1;
      const exponent = (pattern >> fractionBits) & (2 ** exponentBits - 1);
      const fraction = (pattern & (2 ** fractionBits - 1)) / 2 ** fractionBits;
      const isSpecial = exponent === 2 ** exponentBits - 1;
      const expected = isSpecial
        ? fraction === 0
          ? sign * Number.POSITIVE_INFINITY
          : Number.NaN
        : sign * (exponent === 0 ? fraction * 2 ** lowest : (1 + fraction) * 2 ** (exponent - bias));
      expect(Object.is(value, Math.fround(expected)), pattern.toString(16)).toBe(true);
    });
  });

  test('comes back from float32 bit for bit', () => {
    expect(encode(dtype, values)).toEqual(PATTERNS);
  });

  // ascending, one for each value; then what would come next, from which on everything is infinite
  const finite = [...new Set(values)].filter(value => value >= 0 && value < Number.POSITIVE_INFINITY);
  const ladder = finite.sort((a, b) => a - b);
  const beyond = 2 * ladder.at(-1)! - ladder.at(-2)!;

  const nearest = (size: number): number => {
    const above = ladder.findIndex(rung => rung >= size);
    if (ladder[above] === size) return size;
    const high = above < 0 ? ladder.length : above;
    const [low, next] = [ladder[high - 1]!, ladder[high] ?? beyond];
    const isLow = size - low < next - size || (size - low === next - size && (high - 1) % 2 === 0);
    return isLow ? low : (ladder[high] ?? Number.POSITIVE_INFINITY);
  };

  test.prop([bits], { numRuns: 2000 })('rounds to the nearest, of two to the even one', numbers => {
    const number = numbers[0]!;
    const rounded = decode(dtype, encode(dtype, numbers))[0]!;
    const expected = Number.isNaN(number) ? number : Math.sign(number) * nearest(Math.abs(number));
    expect(Object.is(rounded, expected) || rounded === expected, `${number}: ${rounded}`).toBe(true);
  });
});

test.prop([fc.uint8Array({ maxLength: 80 }), fc.nat(3)])(
  'float32 is its bytes, wherever they lie',
  (bytes, shift) => {
    const whole = bytes.subarray(shift, shift + 4 * Math.floor(Math.max(0, bytes.length - shift) / 4));
    expect(encode('F32', decode('F32', whole))).toEqual(whole.slice());
  },
);
