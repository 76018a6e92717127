import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { drGrpo, grpo } from '../index.ts';

const rewards = fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 2, maxLength: 8 });

test.prop([rewards])('advantages of a group add up to zero', values => {
  const total = drGrpo(
    values,
    values.map(() => 'a'),
  ).reduce((sum, advantage) => sum + advantage, 0);
  expect(total).toBeCloseTo(0, 12);
});

test.prop([rewards, rewards])('groups do not see each other, wherever their rows stand', (a, b) => {
  const rows = [...a.map(reward => ({ reward, group: 'a' })), ...b.map(reward => ({ reward, group: 'b' }))];
  rows.sort((x, y) => x.reward - y.reward);
  const together = grpo(
    rows.map(row => row.reward),
    rows.map(row => row.group),
  );
  const alone = grpo(
    a,
    a.map(() => 'a'),
  );
  const ofA = Array.from(together).filter((_, row) => rows[row]!.group === 'a');
  const sorted = (values: Iterable<number>) => Array.from(values).sort((x, y) => x - y);
  expect(sorted(ofA)).toEqual(sorted(alone).map(value => expect.closeTo(value, 9)));
});

describe('grpo', () => {
  test('divides by the unbiased standard deviation', () => {
    expect(Array.from(grpo([0, 1], [7, 7]))).toEqual(
      [-1, 1].map(sign => (sign * 0.5) / (Math.SQRT1_2 + 1e-6)).map(value => expect.closeTo(value, 12)),
    );
  });

  test('gives equal rewards no advantage, and a lone row its reward', () => {
    expect(Array.from(grpo([0.3, 0.3, 0.3], [0, 0, 0]))).toEqual(
      [0, 0, 0].map(value => expect.closeTo(value, 9)),
    );
    expect(grpo([1], [0])[0]).toBeCloseTo(1 / (1 + 1e-6), 12);
  });

  test('can leave rows out of the baseline', () => {
    const options = { baseline: Uint8Array.of(1, 1, 0) };
    expect(Array.from(drGrpo([0, 1, 1], [0, 0, 0], options))).toEqual([-0.5, 0.5, 0.5]);
    expect(() => drGrpo([1], ['p3'], { baseline: Uint8Array.of(0) })).toThrow(
      /Group p3 has no row in the baseline/,
    );
  });

  test('refuses rows that do not line up and rewards that are not numbers', () => {
    expect(() => grpo([1, 0], [0])).toThrow(/received 2 rewards, 1 group ids/);
    expect(() => grpo([1, Number.NaN], [0, 0])).toThrow(
      /reward of row 1 must be a finite number.*received NaN/,
    );
  });
});
