// Broadcast operands for tests, and which element of each goes into which of the result.

import { fc } from '@fast-check/vitest';
import { type Shape, sizeOf } from '../graph/tensor.ts';
import { align } from '../ops/broadcast/shape.ts';
import { axis, type Operand } from './conformance.ts';

/** Shapes that broadcast: of each, axes are dropped in front or become 1. */
export function broadcasts(count: number): fc.Arbitrary<readonly Shape[]> {
  const small = fc.integer({ min: 1, max: 4 });
  const full = fc.tuple(fc.array(small, { maxLength: 3 }), axis).map(([outer, inner]) => [...outer, inner]);
  return full.chain(shape =>
    fc.array(
      fc
        .tuple(
          fc.nat({ max: shape.length }),
          fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
          fc.boolean(),
        )
        .map(([dropped, ones, whole]) =>
          whole ? shape : shape.map((size, i) => (ones[i] ? 1 : size)).slice(dropped),
        ),
      { minLength: count, maxLength: count },
    ),
  );
}

/** For each shape, the flat index of its element at every place of the result. */
export function indicesIn(...shapes: readonly Shape[]): readonly (readonly number[])[] {
  const rank = Math.max(...shapes.map(shape => shape.length));
  const aligned = shapes.map(shape => align(shape, rank));
  const result = Array.from({ length: rank }, (_, i) => Math.max(...aligned.map(shape => shape[i]!)));
  return aligned.map(shape =>
    Array.from({ length: sizeOf(result) }, (_, place) => {
      let index = 0;
      result.forEach((size, i) => {
        const coordinate = Math.floor(place / sizeOf(result.slice(i + 1))) % size;
        index = index * shape[i]! + (shape[i] === 1 ? 0 : coordinate);
      });
      return index;
    }),
  );
}

/** Numbers strictly within a range, never at a tenth: kinks there stay out of the differences' way. */
export function values(shape: Shape, [low, high]: readonly [number, number]): fc.Arbitrary<Operand> {
  const size = sizeOf(shape);
  return fc
    .array(fc.nat({ max: 999 }), { minLength: size, maxLength: size })
    .map(steps => ({ shape, values: steps.map(step => low + ((high - low) * (step + 0.5)) / 1000) }));
}
