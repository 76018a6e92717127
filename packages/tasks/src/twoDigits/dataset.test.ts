import { expect, test } from 'vitest';
import { dataset } from './dataset.ts';
import { benchmarkLevels } from './levels.ts';

const { train, benchmarks } = dataset(42);

test('1,024 training rows, levels in a cycle of eleven, two right experts each', () => {
  expect(train.length).toBe(1024);
  expect(
    train
      .slice(11, 22)
      .map(({ level }) => level)
      .join(' '),
  ).toBe('L1 L2 L3 L3 L3 L4 L4 L4 L5 L5 L5');
  for (const { experts, answer, prompt } of train) {
    expect(prompt).toMatch(/^\d\d:[a-t]{2,6}=$/);
    expect(experts.length).toBe(2);
    for (const expert of experts) expect(expert.endsWith(`\n[${answer}]`)).toBe(true);
  }
  expect(train.filter(({ experts }) => experts[0] !== experts[1]).length).toBeGreaterThan(350);
});

test('100 rows for each benchmark', () => {
  expect(Object.keys(benchmarks)).toEqual(benchmarkLevels);
  for (const rows of Object.values(benchmarks)) expect(rows.length).toBe(100);
  expect(Object.keys(benchmarks.L1[0]!)).toEqual(['id', 'prompt', 'answer']);
});

test('no prompt and no id is met twice', () => {
  const rows = [...train, ...Object.values(benchmarks).flat()];
  expect(new Set(rows.map(({ prompt }) => prompt)).size).toBe(1624);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1624);
});

test('the seed decides everything; the training size leaves the benchmarks alone', () => {
  expect(dataset(42)).toEqual({ train, benchmarks });
  expect(dataset(43).train).not.toEqual(train);
  expect(dataset(42, { train: 8 }).benchmarks).toEqual(benchmarks);
  expect(dataset(42, { train: 8, levels: ['L5'] }).train.map(({ level }) => level)).toEqual(
    Array(8).fill('L5'),
  );
});
