import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './rope.conformance.ts';
import { rope, ropeTables } from './rope.ts';

conform(...suites);

onEveryBackend('rope', device => {
  it('gives NaN at positions outside the tables, and there only', async () => {
    const [x, positions, cos, sin] = [input([4, 6]), input([4], 'i32'), input([3, 3]), input([3, 3])];
    const { plans, release } = device().compile({
      inputs: { x, positions, cos, sin },
      outputs: { y: rope(x, positions, cos, sin, 1) },
    });
    const { y } = await plans[0].run({
      x: new Float32Array(24).fill(1),
      positions: Int32Array.of(0, -1, 2, 3),
      ...ropeTables(3, 6, 100),
    });
    release();
    const nan = (row: number) => [...y!.slice(6 * row, 6 * row + 6)].map(Number.isNaN);
    expect([0, 1, 2, 3].map(nan)).toEqual([false, true, false, true].map(is => Array(6).fill(is)));
  });
});

describe('rope', () => {
  it('names the shape of tables that do not fit', () => {
    const record = () => rope(input([2, 8]), input([2], 'i32'), input([5, 4]), input([5, 4]), 2);
    expect(record).toThrow('rope: cos must have shape [*, 2]; got [5, 4]');
  });

  it('wants whole positions', () => {
    const record = () => rope(input([2, 4]), input([2]), input([5, 2]), input([5, 2]), 1);
    expect(record).toThrow('rope: positions must be i32; got f32');
  });
});
