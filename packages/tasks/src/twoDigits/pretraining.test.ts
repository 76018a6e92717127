import { expect, test } from 'vitest';
import { type ExampleRow, pretraining } from './pretraining.ts';

function take(count: number, rows: Iterator<ExampleRow, never>): ExampleRow[] {
  return Array.from({ length: count }, () => rows.next().value);
}

test('n is uniform over 1 to 3 in the curriculum, then over 1 to 7', () => {
  const count = 7_000;
  const rows = take(2 * count, pretraining({ seed: 1, curriculum: count }));
  const lengths = rows.map(({ prompt }) => prompt.length - '12:='.length);
  const tally = (list: number[]) =>
    [1, 2, 3, 4, 5, 6, 7].map(n => list.filter(length => length === n).length);
  const near = (expected: number, actual: number) =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected));
  for (const [i, seen] of tally(lengths.slice(0, count)).entries()) near(i < 3 ? count / 3 : 0, seen);
  for (const seen of tally(lengths.slice(count))) near(count / 7, seen);
});

test('rows are base traces in the stated form, the same for a seed', () => {
  const rows = take(500, pretraining({ seed: 2, curriculum: 0 }));
  for (const { prompt, completion } of rows) {
    expect(prompt).toMatch(/^\d\d:[a-t]{1,7}=$/);
    expect(completion).toMatch(/^(?:[a-t]\d\d\n)+(?:\[\d\d\])$/);
    const letters = prompt.slice(3, -1);
    expect(completion.replace(/[^a-t]/g, '')).toBe(letters);
    expect(new Set(letters).size).toBe(letters.length);
  }
  expect(take(500, pretraining({ seed: 2, curriculum: 0 }))).toEqual(rows);
});
