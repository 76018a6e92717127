import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './max.conformance.ts';
import { max } from './max.ts';

conform(...suites);

onEveryBackend('max', device => {
  it.each([undefined, 0, 1])('gives the gradient to the first of equals (axis %s)', async axis => {
    const x = input([2, 5]);
    const y = max(x, axis === undefined ? {} : { axis });
    const dy = input(y.shape);
    const [dx] = vjp([y], [dy], [x]);
    const { plans, release } = device().compile({ inputs: { x, dy }, outputs: { dx: dx! } });
    const results = await plans[0].run({
      x: Float32Array.of(-1, 2, 3, 3, 2, -1, 3, 3, 3, 1),
      dy: new Float32Array(y.size).fill(1),
    });
    release();
    const expected = {
      all: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
      0: [1, 0, 1, 1, 1, 0, 1, 0, 0, 0],
      1: [0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
    };
    expect([...results.dx!]).toEqual(expected[(axis ?? 'all') as keyof typeof expected]);
  });
});

describe('max', () => {
  it('finds NaN on simd, and takes results without numbers', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    const { NaN: nan } = Number;
    const x = device.variable([2, 5], Float32Array.of(1, nan, 3, 4, 5, 6, 7, 8, 9, nan));
    const empty = device.variable([3, 0], new Float32Array(0));
    const results = await device.evaluate({
      rows: max(x, { axis: 1 }),
      columns: max(x, { axis: 0 }),
      empty: max(empty, { axis: 0 }),
    });
    await device.close();
    expect([...results.rows]).toEqual([nan, nan]);
    expect([...results.columns]).toEqual([6, nan, 8, 9, nan]);
    expect(results.empty.length).toBe(0);
  });

  it('has no answer where there are no numbers', () => {
    expect(() => max(input([2, 0]), { axis: 1 })).toThrow(
      'max: of no numbers there is no largest; got [2, 0]',
    );
  });
});
