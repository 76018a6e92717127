import { describe, expect, it } from 'vitest';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './gather.conformance.ts';
import { gather } from './gather.ts';

conform(...suites);

onEveryBackend('gather', device => {
  it.each([[3], [3, 2], [3, 1, 2]])('gives NaN for ids outside (%s, %s, %s)', async (...shape) => {
    const sizes = shape.filter(axis => axis !== undefined);
    const [x, ids] = [input(sizes), input([3], 'i32')];
    const y = gather(x, ids);
    const dy = input(y.shape);
    const [dx] = vjp([y], [dy], [x]);
    const { plans, release } = device().compile({ inputs: { x, ids, dy }, outputs: { y, dx: dx! } });
    const results = await plans[0].run({
      x: new Float32Array(x.size).fill(2),
      ids: Int32Array.of(3, 1, -1),
      dy: new Float32Array(y.size).fill(5),
    });
    release();
    const row = (value: number) => Array(x.size / 3).fill(value);
    expect([...results.y!]).toEqual([...row(Number.NaN), ...row(2), ...row(Number.NaN)]);
    expect([...results.dx!]).toEqual([...row(0), ...row(5), ...row(0)]);
  });
});

describe('gather', () => {
  it('wants whole ids, and an axis', () => {
    expect(() => gather(input([2]), input([2]))).toThrow('gather: ids must be i32; got f32');
    expect(() => gather(input([]), input([2], 'i32'))).toThrow('gather: x must have an axis; got [] and [2]');
  });
});
