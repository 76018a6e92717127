import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { draw } from './draw.ts';

test.prop([fc.array(fc.oneof(fc.integer(), fc.string()))])(
  'is in [0, 1) and a function of its keys',
  keys => {
    expect(draw(...keys)).toBeGreaterThanOrEqual(0);
    expect(draw(...keys)).toBeLessThan(1);
    expect(draw(...keys)).toBe(draw(...keys));
  },
);

test('is even over neighbouring keys, and tells keys apart', () => {
  const counts = new Array<number>(10).fill(0);
  for (let key = 0; key < 10_000; key++) counts[Math.floor(draw(1, key) * 10)]!++;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150); // 5 standard deviations
  expect(new Set([draw(1, 2), draw(12), draw('1', 2), draw(1, '2'), draw(2, 1)]).size).toBe(5);
});
