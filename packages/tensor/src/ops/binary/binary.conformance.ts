import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
import { within } from '../../testing/arbitraries.ts';
import { broadcasts, indicesIn } from '../../testing/broadcast.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { add } from '../add/add.ts';
import type { BinaryFunction } from './binary.ts';
import { clamp } from './clamp.ts';
import { div } from './div.ts';
import { greaterEqual } from './greaterEqual.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { mul } from './mul.ts';
import { pow } from './pow.ts';
import { sub } from './sub.ts';

type Range = readonly [number, number];

/** Every operation: the function, float64, and domains of a and b where it is smooth. */
const TABLE: Readonly<
  Record<string, readonly [BinaryFunction, (a: number, b: number) => number, Range?, Range?]>
> = {
  add: [add, (a, b) => a + b],
  div: [div, (a, b) => a / b, [-2, 2], [0.3, 2]],
  maximum: [maximum, Math.max, [-2, 2], [-2, 2.5]],
  minimum: [minimum, Math.min, [-2, 2], [-2, 2.5]],
  mul: [mul, (a, b) => a * b],
  pow: [pow, (a, b) => a ** b, [0.2, 3], [-2, 3]],
  sub: [sub, (a, b) => a - b],
};

const PAIRS: readonly (readonly Shape[])[] = [
  [[], []],
  [[1, 1], [1]],
  [[0], [1]],
  [[3, 0], []],
  [
    [2, 1, 0],
    [4, 1],
  ],
];

const elementwise = Object.entries(TABLE).map(([operation, [record, formula, aRange, bRange]]) =>
  suite({
    operation,
    propagates: true,
    sizes: broadcasts(2),
    edges: PAIRS,
    operands: ([a, b]) =>
      fc.record({ a: within(a!, aRange ?? [-2, 2]), b: within(b!, bRange ?? [-1.7, 2.1]) }),
    record: ({ a, b }) => [record(a, b)],
    reference: ({ a, b }, shapes) => {
      const [aIndex, bIndex] = indicesIn(...shapes);
      return [Float64Array.from(aIndex!, (i, k) => formula(a[i]!, b[bIndex![k]!]!))];
    },
  }),
);

export const suites: readonly Suite[] = [
  ...elementwise,
  suite({
    operation: 'greaterEqual',
    differentiable: false,
    sizes: broadcasts(2),
    edges: PAIRS,
    operands: ([a, b]) => fc.record({ a: within(a!, [-2, 2]), b: within(b!, [-2, 2.5]) }),
    record: ({ a, b }) => [greaterEqual(a, b)],
    reference: ({ a, b }, shapes) => {
      const [aIndex, bIndex] = indicesIn(...shapes);
      return [Float64Array.from(aIndex!, (i, k) => Number(a[i]! >= b[bIndex![k]!]!))];
    },
  }),
  suite({
    operation: 'clamp',
    propagates: true,
    sizes: broadcasts(1),
    edges: [[[]], [[1]], [[2, 0]]],
    operands: ([shape]) => fc.record({ x: within(shape!, [-2, 3]) }),
    record: ({ x }) => [clamp(x, -0.5, 1.3)],
    reference: ({ x }) => [x.map(value => Math.min(Math.max(value, -0.5), 1.3))],
  }),
];
