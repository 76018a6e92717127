import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { maskedMean, maskedVariance, whiten } from './whiten.ts';

const tokens = fc.array(
  fc.record({ value: fc.double({ min: -5, max: 5, noNaN: true }), counts: fc.constantFrom(0, 1, 1) }),
  { maxLength: 12 },
);
const split = (all: { value: number; counts: number }[]) =>
  [all.map(token => token.value), Uint8Array.from(all, token => token.counts)] as const;

test.prop([tokens])('gives mean 0 and variance 1 to what counts, and 0 to the rest', all => {
  const [values, mask] = split(all);
  const whitened = whiten(values, mask);
  whitened.forEach((value, t) => {
    expect(value).not.toBeNaN();
    if (!mask[t]) expect(value).toBe(0);
  });
  const count = mask.filter(counts => counts).length;
  fc.pre(count > 1 && maskedVariance(values, mask) > 1e-3);
  expect(maskedMean(whitened, mask)).toBeCloseTo(0, 9);
  expect(maskedVariance(whitened, mask)).toBeCloseTo(1, 4); // 1e-8 beside a variance of 1e-3
});

test.prop([tokens])('can keep the mean', all => {
  const [values, mask] = split(all);
  fc.pre(mask.includes(1));
  const mean = maskedMean(values, mask);
  const [plain, kept] = [whiten(values, mask), whiten(values, mask, { keepMean: true })];
  mask.forEach((counts, t) => {
    if (counts) expect(kept[t]! - mean).toBeCloseTo(plain[t]!, 9);
  });
});

describe('few values', () => {
  test('one value and none have no spread', () => {
    expect(Array.from(whiten([3, 4], Uint8Array.of(0, 1)))).toEqual([0, 0]);
    expect(Array.from(whiten([3, 4], Uint8Array.of(0, 1), { keepMean: true }))).toEqual([0, 4]);
    expect(Array.from(whiten([Number.NaN], Uint8Array.of(0)))).toEqual([0]);
  });

  test('statistics that do not exist are refused', () => {
    expect(() => maskedMean([1], Uint8Array.of(0))).toThrow(/mean over no token/);
    expect(() => maskedVariance([1, 2], Uint8Array.of(1, 0))).toThrow(
      /at least 2 tokens with mask 1; received 1/,
    );
    expect(() => whiten([1, 2], Uint8Array.of(1))).toThrow(/one mask entry each: 2; received 1/);
  });

  test('the count that verl divides by leaves equal values a shift', () => {
    const mask = Uint8Array.of(1, 1);
    expect(whiten([1, 1], mask, { countEpsilon: 1e-8 })[0]).toBeCloseTo(5e-5, 9);
    expect(Array.from(whiten([1, 1], mask))).toEqual([0, 0]);
  });
});
