import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { values } from '../../testing/broadcast.ts';
import { axis, conforms } from '../../testing/conformance.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { abs } from './abs.ts';
import { exp } from './exp.ts';
import { gelu } from './gelu.ts';
import { log } from './log.ts';
import { neg } from './neg.ts';
import { relu } from './relu.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { sqrt } from './sqrt.ts';
import { square } from './square.ts';
import { tanh } from './tanh.ts';
import type { UnaryFunction } from './unary.ts';

const { POSITIVE_INFINITY: INFINITY, NaN: NAN } = Number;
const SPECIAL = [-INFINITY, -200, -0.5, 0, 200, INFINITY, NAN];

interface Row {
  readonly operation: UnaryFunction;
  readonly formula: (x: number) => number;
  /** Where it is smooth. */
  readonly range: readonly [number, number];
}

/** Every operation. */
const TABLE: Readonly<Record<string, Row>> = {
  abs: { operation: abs, formula: Math.abs, range: [-2, 2] },
  exp: { operation: exp, formula: Math.exp, range: [-4, 3] },
  gelu: {
    operation: gelu,
    formula: x => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    range: [-5, 5],
  },
  log: { operation: log, formula: Math.log, range: [0.1, 40] },
  neg: { operation: neg, formula: x => -x, range: [-2, 2] },
  relu: { operation: relu, formula: x => Math.max(x, 0), range: [-2, 2] },
  sigmoid: { operation: sigmoid, formula: x => 1 / (1 + Math.exp(-x)), range: [-8, 8] },
  silu: { operation: silu, formula: x => x / (1 + Math.exp(-x)), range: [-8, 8] },
  sqrt: { operation: sqrt, formula: Math.sqrt, range: [0.1, 9] },
  square: { operation: square, formula: x => x * x, range: [-3, 3] },
  tanh: { operation: tanh, formula: Math.tanh, range: [-4, 4] },
};

for (const [name, { operation, formula, range }] of Object.entries(TABLE)) {
  conforms({
    name,
    cases: fc
      .array(axis, { minLength: 0, maxLength: 2 })
      .chain(shape =>
        fc.record({ operands: fc.record({ x: values(shape, range) }), attributes: fc.constant(null) }),
      ),
    record: ({ x }) => [operation(x)],
    reference: ({ x }) => [x.map(formula)],
  });
}

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
