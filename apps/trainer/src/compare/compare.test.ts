import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Results } from '../run/results.ts';
import { compare, spread } from './comparison.ts';
import { configRows } from './configRows.ts';
import { comparisonCsv, comparisonSvg, comparisonTable, seedsOf } from './formats.ts';

const run = (id: string, name: string, seed: number, base: number, trapo: number) => {
  const row = (method: string, L1: number) => ({
    name: method,
    accuracy: { L1, O2: L1 / 2 },
    average: L1,
    skipped: 0,
  });
  const results: Results = {
    name,
    seed,
    benchmarks: ['O2', 'L1'],
    averaged: ['L1'],
    rows: [row('base', base), row('trapo', trapo)],
  };
  return { id, results, seconds: { trapo: 10 * seed } };
};

describe('a comparison', () => {
  const seeds = [
    run('a', 'mine', 1, 0.01, 0.9),
    run('b', 'mine', 2, 0.03, 0.96),
    run('c', 'mine', 3, 0.02, 0.93),
  ];

  it('has a row for each method, over seeds', () => {
    const { head, rows } = comparisonTable(compare(seeds));
    expect(head).toEqual(['greedy %', 'seeds', 'L1', 'Avg', 'O2', 'training s']);
    expect(rows).toEqual([
      ['base', '1-3', '2.0 ± 1.0', '2.0 ± 1.0', '1.0 ± 0.5', '-'],
      ['TRAPO', '1-3', '93.0 ± 3.0', '93.0 ± 3.0', '46.5 ± 1.5', '20.0 ± 10.0'],
    ]);
  });

  it('keeps configs apart, and runs when told', () => {
    const other = run('d', 'other', 1, 0, 0.5);
    expect(comparisonTable(compare([...seeds, other])).rows.map(row => row.slice(0, 3))).toEqual([
      ['base', 'mine', '1-3'],
      ['TRAPO', 'mine', '1-3'],
      ['base', 'other', '1'],
      ['TRAPO', 'other', '1'],
    ]);
    expect(compare(seeds, true).rows.map(({ config }) => config)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  it('is CSV that a spreadsheet reads as numbers and text, and never as a formula', () => {
    const csv = comparisonCsv(compare([run('x', '=HYPERLINK("http://a")', 1, 0.25, 0.5)]));
    expect(csv.split('\r\n')[0]).toBe(
      'run,method,seeds,L1,L1 sd,O2,O2 sd,average,average sd,seconds,seconds sd',
    );
    expect(csv.split('\r\n')[2]).toBe('"\'=HYPERLINK(""http://a"")",trapo,1,50,,25,,50,,10,');
  });

  it('is a picture without markup of its own', () => {
    const svg = comparisonSvg(
      compare([run('x', '<script>alert(1)</script>', 1, 0, 1), run('y', 'b', 1, 0, 1)]),
    );
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });

  test.prop([fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 2 })])(
    'mean and deviation',
    values => {
      const { mean, deviation } = spread(values);
      const shifted = spread(values.map(value => value + 1));
      expect(shifted.mean).toBeCloseTo(mean + 1, 6);
      expect(shifted.deviation).toBeCloseTo(deviation!, 6);
      expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
    },
  );

  it('names seeds shortly', () => {
    expect([[3], [2, 1], [5, 3, 4], [1, 2, 4]].map(seedsOf)).toEqual(['3', '1, 2', '3-5', '1, 2, 4']);
  });
});

it('configs are compared key by key', () => {
  const configs = new Map([
    ['a', { seed: 1, training: { alpha: 0.1 }, methods: { sft: {} } }],
    ['b', { seed: 1, training: { alpha: 0.2, plan: [1] } }],
  ]);
  expect(configRows(configs)).toEqual({
    runs: ['a', 'b'],
    rows: [
      { key: 'seed', values: ['1', '1'] },
      { key: 'training.alpha', values: ['0.1', '0.2'] },
      { key: 'methods.sft', values: ['{}', null] },
      { key: 'training.plan', values: [null, '[1]'] },
    ],
  });
});
