import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conforms, floats, integers } from '../../testing/conformance.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { rope, ropeTables } from './rope.ts';

const POSITIONS = 40;

conforms({
  name: 'rope',
  cases: fc
    .record({
      leading: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 0, maxLength: 2 }),
      heads: fc.integer({ min: 1, max: 3 }),
      half: fc.constantFrom(1, 2, 3, 4, 5, 8, 17),
    })
    .chain(({ leading, heads, half }) => {
      const { cos, sin } = ropeTables(POSITIONS, 2 * half, 10000);
      const table = (values: Float32Array) =>
        fc.constant({ shape: [POSITIONS, half], values: [...values], constant: true as const });
      return fc.record({
        operands: fc.record({
          x: floats([...leading, heads * 2 * half]),
          positions: integers(leading, POSITIONS),
          cos: table(cos),
          sin: table(sin),
        }),
        attributes: fc.constant({ heads, half }),
      });
    }),
  record: ({ x, positions, cos, sin }, { heads }) => [rope(x, positions, cos, sin, heads)],
  reference: ({ x, positions, cos, sin }, _, { heads, half }) => {
    const y = new Float64Array(x.length);
    positions.forEach((position, row) => {
      for (let head = 0; head < heads; head++) {
        for (let i = 0; i < half; i++) {
          const a = (row * heads + head) * 2 * half + i;
          const [c, s] = [cos[position * half + i]!, sin[position * half + i]!];
          y[a] = x[a]! * c - x[a + half]! * s;
          y[a + half] = x[a + half]! * c + x[a]! * s;
        }
      }
    });
    return [y];
  },
});

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
