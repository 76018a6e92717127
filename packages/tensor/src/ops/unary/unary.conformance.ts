import * as fc from 'fast-check';
import { axis, within } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
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

export interface Row {
  readonly operation: UnaryFunction;
  readonly formula: (x: number) => number;
  /** Where it is smooth. */
  readonly range: readonly [number, number];
}

/** Every operation. */
export const TABLE: Readonly<Record<string, Row>> = {
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

export const suites: readonly Suite[] = Object.entries(TABLE).map(([name, { operation, formula, range }]) =>
  suite({
    operation: name,
    propagates: true,
    sizes: fc.array(axis, { maxLength: 2 }),
    edges: [[], [1, 1], [0], [2, 0]],
    operands: shape => fc.record({ x: within(shape, range) }),
    record: ({ x }) => [operation(x)],
    reference: ({ x }) => [x.map(formula)],
  }),
);
