import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { vjp } from '../../graph/gradient.ts';
import { input, type Shape } from '../../graph/tensor.ts';
import { broadcasts, indicesIn, values } from '../../testing/broadcast.ts';
import { conforms, integers } from '../../testing/conformance.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { where } from './where.ts';

const conditions = {
  'i32 condition': (shape: Shape) => integers(shape, 2),
  'f32 condition': (shape: Shape) =>
    integers(shape, 3).map(({ values }) => ({
      shape,
      values: values.map(v => v - 1),
      constant: true as const,
    })),
};

for (const [name, conditionOf] of Object.entries(conditions)) {
  conforms({
    name: `where, ${name}`,
    cases: broadcasts(3).chain(([first, second, third]) =>
      fc.record({
        operands: fc.record({
          condition: conditionOf(first!),
          a: values(second!, [-2, 2]),
          b: values(third!, [-2, 2]),
        }),
        attributes: fc.constant(null),
      }),
    ),
    record: ({ condition, a, b }) => [where(condition, a, b)],
    reference: ({ condition, a, b }, shapes) => {
      const [index, aIndex, bIndex] = indicesIn(shapes.condition, shapes.a, shapes.b);
      return [Float64Array.from(index!, (i, k) => (condition[i] ? a[aIndex![k]!]! : b[bIndex![k]!]!))];
    },
  });
}

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
