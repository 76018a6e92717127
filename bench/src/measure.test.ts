import { expect, test } from 'vitest';
import { inTurns, spread } from './measure.ts';

test('contenders take turns, warm first; long ones run less', async () => {
  const asked: string[] = [];
  const contender = (name: string, ms: number) => async (runs: { warmups: number; repeats: number }) => {
    asked.push(`${name}${runs.warmups}+${runs.repeats}`);
    return Array.from({ length: runs.repeats }, () => ms);
  };
  const effort = { turns: 3, repeats: 2, seconds: 4, least: 2 };
  const taken = await inTurns([contender('short', 10), contender('long', 1900)], effort);
  // two runs each show that no run gets faster
  expect(asked.splice(0, 4)).toEqual(['short0+1', 'short0+1', 'long0+1', 'long0+1']);
  expect(asked).toEqual(['short1+2', 'long0+1', 'short1+2', 'long0+1', 'short1+2']);
  expect(taken).toEqual([
    [
      [10, 10],
      [10, 10],
      [10, 10],
    ],
    [[1900], [1900]],
  ]);
});

test('a spread has the median of even and odd numbers of values', () => {
  expect(spread([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
  expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
});
