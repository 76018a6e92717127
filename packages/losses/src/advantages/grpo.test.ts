import { describe, expect, test } from 'vitest';
import { drGrpo } from './drGrpo.ts';
import { type GrpoScale, grpo } from './grpo.ts';

const close = (values: number[]) => values.map(value => expect.closeTo(value, 12));

describe('grpo', () => {
  test('divides by the unbiased standard deviation', () => {
    expect(Array.from(grpo([0, 1], [7, 7]))).toEqual(
      close([-1, 1].map(sign => (sign * 0.5) / (Math.SQRT1_2 + 1e-6))),
    );
  });

  test("divides by the batch's when asked, so equal-minded prompts stay small", () => {
    const std = Math.sqrt(1 / 3); // of 0, 1, 0, 1
    const batch = grpo([0, 1, 0, 1], ['a', 'a', 'b', 'b'], { scale: 'batch', epsilon: 1e-4 });
    expect(Array.from(batch)).toEqual(close([-1, 1, -1, 1].map(sign => (sign * 0.5) / (std + 1e-4))));
    const rewards = [0.5, 0.51, 0, 1];
    const small = (scale: GrpoScale) => grpo(rewards, ['a', 'a', 'b', 'b'], { scale })[1]!;
    expect(small('batch')).toBeLessThan(0.02);
    expect(small('group')).toBeCloseTo(Math.SQRT1_2, 3);
  });

  test('gives a lone row its reward', () => {
    expect(grpo([1], [0])[0]).toBeCloseTo(1 / (1 + 1e-6), 12);
    expect(drGrpo([0.7], [0])[0]).toBe(0.7);
  });

  test('can leave rows out of the baseline; without a spread there the deviation is 1', () => {
    const baseline = Uint8Array.of(1, 1, 0);
    expect(Array.from(drGrpo([0, 1, 1], [0, 0, 0], { baseline }))).toEqual([-0.5, 0.5, 0.5]);
    expect(grpo([0.3, 0.3, 1], [0, 0, 0], { baseline })[2]).toBeCloseTo(0.7 / (1 + 1e-6), 12);
    expect(grpo([0.3, 0.3, 1], [0, 0, 0], { baseline, scale: 'batch' })[2]).toBeCloseTo(0.7 / (1 + 1e-6), 12);
  });

  test('refuses what has no answer', () => {
    expect(() => drGrpo([1], ['p3'], { baseline: Uint8Array.of(0) })).toThrow(
      /Group p3 has no row in the baseline/,
    );
    expect(() => grpo([1, 0], [0])).toThrow(/received 2 rewards, 1 group ids/);
    expect(() => grpo([1, 0], [0, 0], { baseline: Uint8Array.of(1) })).toThrow(
      /baseline needs one entry per row: 2/,
    );
    expect(() => grpo([1], [0], { scale: 'std' as GrpoScale })).toThrow(
      /'group', 'batch' or 'none'; received 'std'/,
    );
  });
});
