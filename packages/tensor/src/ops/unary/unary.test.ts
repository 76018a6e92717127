import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { tanh } from './tanh.ts';
import { suites, TABLE } from './unary.conformance.ts';

const { POSITIVE_INFINITY: INFINITY, NaN: NAN } = Number;
const SPECIAL = [-INFINITY, -200, -0.5, 0, 200, INFINITY, NAN];

conform(...suites);

onEveryBackend('unary operations', device => {
  it.each(Object.entries(TABLE))('%s takes zero, infinities and NaN as float64 does', async (_, row) => {
    const x = input([SPECIAL.length]);
    const { plans, release } = device().compile({ inputs: { x }, outputs: { y: row.operation(x) } });
    const { y } = await plans[0].run({ x: Float32Array.from(SPECIAL) });
    release();
    SPECIAL.forEach((value, i) => {
      const expected = Math.fround(row.formula(value));
      if (Math.abs(expected) < 1e-30) expect(Math.abs(y![i]!), `at ${value}`).toBeLessThan(1e-30);
      else if (Number.isFinite(expected)) expect(y![i]! / expected, `at ${value}`).toBeCloseTo(1, 5);
      else expect(y![i], `at ${value}`).toBe(expected);
    });
  });
});

describe('unary operations', () => {
  it('want float32', () => {
    expect(() => tanh(input([2], 'i32'))).toThrow('tanh: x must be f32; got i32');
  });
});
