import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { overlongFilter, overlongPenalty } from './overlong.ts';

const options = { maxLength: 20, buffer: 4 };

test.prop([fc.nat({ max: 20 }), fc.nat({ max: 20 })])(
  'never rises with the length, stays in [-factor, 0]',
  (a, b) => {
    const [short, long] = [Math.min(a, b), Math.max(a, b)].map(length =>
      overlongPenalty(length, { ...options, factor: 0.5 }),
    );
    expect(short).toBeGreaterThanOrEqual(long!);
    expect(long).toBeGreaterThanOrEqual(-0.5);
    expect(short).toBeLessThanOrEqual(0);
  },
);

test('begins at the buffer and is whole at the longest', () => {
  expect([16, 17, 18, 20, 24].map(length => overlongPenalty(length, options))).toEqual([
    0, -0.25, -0.5, -1, -2,
  ]);
});

test('options outside their range are refused', () => {
  expect(() => overlongPenalty(3, { maxLength: 20, buffer: 0 })).toThrow(
    /buffer in 1 .. maxLength.*received maxLength 20, buffer 0/,
  );
  expect(() => overlongPenalty(3, { maxLength: 20, buffer: 30 })).toThrow(/buffer 30/);
  expect(() => overlongPenalty(Number.NaN, options)).toThrow(/number of tokens, e.g. 512; received NaN/);
});

test('the filter takes truncated rows out, and nothing else', () => {
  const tokens = { rowOffsets: [0, 2, 4, 5], responseMask: Uint8Array.of(1, 0, 1, 1, 1) };
  expect(Array.from(overlongFilter(tokens, [false, true, false]))).toEqual([1, 0, 0, 0, 1]);
  expect(Array.from(overlongFilter(tokens, [1, 0, 0]))).toEqual([0, 0, 1, 1, 1]);
  expect(Array.from(tokens.responseMask)).toEqual([1, 0, 1, 1, 1]);
  expect(() => overlongFilter(tokens, [1])).toThrow(/truncated needs one entry per row: 3; received 1/);
});
