// Shapes that broadcast, and which element of each operand goes into which of the result.

import * as fc from 'fast-check';
import { type Shape, sizeOf } from '../graph/tensor.ts';
import { align } from '../ops/broadcast/shape.ts';
import { axis, few } from './arbitraries.ts';

/** Shapes that broadcast: of each, axes are dropped in front or become 1. */
export function broadcasts(count: number): fc.Arbitrary<readonly Shape[]> {
  const full = fc.tuple(fc.array(few(4), { maxLength: 3 }), axis).map(([outer, inner]) => [...outer, inner]);
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
  const result = Array.from({ length: rank }, (_, i) => aligned.find(shape => shape[i] !== 1)?.[i] ?? 1);
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
