import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { angle, exp, ln, piOf, sineCosine } from './elementary.ts';
import { magnitude, minus, ofNumber, plus, type Real, rootOf, times, toNumber, UNIT } from './real.ts';

const meter = { spend() {} };
const PRECISION = 200;
const double = fc.double({ min: -100, max: 100, noNaN: true }).filter(x => Math.abs(x) > 1e-6);
const positive = double.map(Math.abs);

/** The bits to which two values agree. */
const agreement = (a: Real, b: Real): number =>
  Math.max(magnitude(a), magnitude(b), 0) - magnitude(plus(a, minus(b), 300));

test.prop([double])('doubles agree with the engine’s functions', x => {
  const real = ofNumber(x);
  const { sine, cosine } = sineCosine(real, PRECISION, meter)!;
  expect(toNumber(sine)).toBeCloseTo(Math.sin(x), 13);
  expect(toNumber(cosine)).toBeCloseTo(Math.cos(x), 13);
  expect(toNumber(angle(real, UNIT, PRECISION, meter)!)).toBeCloseTo(Math.atan(x), 13);
  expect(toNumber(exp(real, PRECISION, meter)!) / Math.exp(x)).toBeCloseTo(1, 12);
});

test.prop([double])('sine and cosine lie on the circle to the last bits', x => {
  const { sine, cosine } = sineCosine(ofNumber(x), PRECISION, meter)!;
  const circle = plus(times(sine, sine, 300), times(cosine, cosine, 300), 300);
  expect(agreement(circle, UNIT)).toBeGreaterThan(PRECISION);
});

test.prop([positive])('exp inverts ln, squares invert roots', x => {
  const real = ofNumber(x);
  expect(agreement(exp(ln(real, PRECISION, meter)!, PRECISION, meter)!, real)).toBeGreaterThan(PRECISION);
  const root = rootOf(real, 2, PRECISION);
  expect(agreement(times(root, root, 300), real)).toBeGreaterThan(PRECISION - 4);
});

test('pi to a hundred digits, cut off', () => {
  const digits = (piOf(400).m * 10n ** 99n) >> BigInt(-piOf(400).e);
  expect(`${digits}`).toBe(
    '3141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117067',
  );
});

test('beyond the limits there is no value', () => {
  expect(exp(ofNumber(1e7), PRECISION, meter)).toBeUndefined();
  expect(sineCosine(ofNumber(1e13), PRECISION, meter)).toBeUndefined();
  expect(ln(ofNumber(-1), PRECISION, meter)).toBeUndefined();
});
