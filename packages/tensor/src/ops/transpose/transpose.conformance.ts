import * as fc from 'fast-check';
import { type Shape, sizeOf } from '../../graph/tensor.ts';
import { few, floats } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { transpose } from './transpose.ts';

interface Sizes {
  readonly shape: Shape;
  readonly axes: readonly number[];
}

const sizes: fc.Arbitrary<Sizes> = fc.array(few(5), { minLength: 2, maxLength: 5 }).chain(shape =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.uniqueArray(fc.nat({ max: shape.length - 1 }), { minLength: 2, maxLength: 2 }),
  }),
);

const stridesOf = (shape: Shape) => shape.map((_, i) => sizeOf(shape.slice(i + 1)));

export const suites: readonly Suite[] = [
  suite({
    operation: 'transpose',
    sizes,
    edges: [
      { shape: [1, 1], axes: [0, 1] },
      { shape: [3, 0], axes: [0, 1] },
      { shape: [2, 0, 3], axes: [0, 2] },
    ],
    operands: ({ shape }) => fc.record({ x: floats(shape) }),
    record: ({ x }, { axes: [a, b] }) => [transpose(x, a, b)],
    reference: ({ x }, { shape, axes: [a, b] }) => {
      const swapped = shape.with(a!, shape[b!]!).with(b!, shape[a!]!);
      const strides = stridesOf(swapped);
      const goesTo = strides.with(a!, strides[b!]!).with(b!, strides[a!]!);
      const y = new Float64Array(x.length);
      x.forEach((value, at) => {
        const coordinates = stridesOf(shape).map((stride, i) => Math.floor(at / stride) % shape[i]!);
        y[coordinates.reduce((place, coordinate, i) => place + coordinate * goesTo[i]!, 0)] = value;
      });
      return [y];
    },
  }),
];
