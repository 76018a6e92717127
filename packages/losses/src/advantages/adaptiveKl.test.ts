import { expect, test } from 'vitest';
import { adaptiveKl } from './adaptiveKl.ts';

const options = { target: 2, horizon: 100 };

test('rises when the KL is above its target, falls below, by at most a fifth a horizon', () => {
  expect(adaptiveKl(0.1, 2, 50, options)).toBe(0.1);
  expect(adaptiveKl(0.1, 2.2, 50, options)).toBeCloseTo(0.105, 12);
  expect(adaptiveKl(0.1, 1e9, 100, options)).toBeCloseTo(0.12, 12);
  expect(adaptiveKl(0.1, -5, 100, options)).toBeCloseTo(0.08, 12);
});

test('what cannot be steered is refused', () => {
  expect(() => adaptiveKl(0.1, 1, 1, { target: 0, horizon: 5 })).toThrow(
    /positive target.*received target 0, horizon 5/,
  );
  expect(() => adaptiveKl(0.1, Number.NaN, 1, options)).toThrow(
    /received coefficient 0.1, kl NaN, samples 1/,
  );
});
