import { describe, expect, it } from 'vitest';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './where.conformance.ts';
import { where } from './where.ts';

conform(...suites);

onEveryBackend('where', device => {
  it('lets nothing through of what is not chosen', async () => {
    const [condition, x] = [input([3], 'i32'), input([3])];
    const y = where(condition, x, 7);
    const [dx] = vjp([y], [x], [x]);
    const { plans, release } = device().compile({ inputs: { condition, x }, outputs: { y, dx: dx! } });
    const { y: values, dx: gradient } = await plans[0].run({
      condition: Int32Array.of(0, -5, 0),
      x: Float32Array.of(Number.NaN, 3, Number.POSITIVE_INFINITY),
    });
    release();
    expect([...values!]).toEqual([7, 3, 7]);
    expect([...gradient!]).toEqual([0, 3, 0]);
  });
});

describe('where', () => {
  it('names the shapes that do not fit', () => {
    expect(() => where(input([2]), input([3]), 0)).toThrow(
      'where: the shapes must broadcast: counted from the last, axes are equal or 1; got [2] and [3] and []',
    );
    expect(() => where(input([2]), input([2], 'i32'), 0)).toThrow('where: a must be f32; got i32');
  });
});
