// Rotary position embedding (Su et al. 2021), in the half-split layout of Llama and Qwen: features i and i + d/2 of a
// head form a pair, turned by the angle position * base^(-2i/d). The angles come as tables, computed in float64.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { areFloats, batch, hasShape, hasType, last, leading, rows } from '../rules.ts';
import { gpu } from './gpu.ts';

interface Attributes extends Record<string, number | boolean> {
  readonly heads: number;
  /** Turns back: the gradient. */
  readonly inverse: boolean;
}

const op: Op<Attributes> = {
  name: 'rope',
  infer: ([x, positions, cos, sin], { heads }) => {
    areFloats('rope', { x: x!, cos: cos!, sin: sin! });
    hasType('rope', 'positions', positions!, 'i32');
    if (x!.shape.length === 0 || !(heads >= 1) || !Number.isInteger(last(x!) / heads / 2)) {
      throw new ShapeError(
        `rope: x must have shape [..., heads * d] with d even; got ${shapes(x!)} and ${heads} heads`,
      );
    }
    hasShape('rope', 'positions', positions!, leading(x!));
    hasShape('rope', 'cos', cos!, [null, last(x!) / heads / 2]);
    hasShape('rope', 'sin', sin!, cos!.shape);
    return [x!];
  },
  gradient: ({ inputs: [, positions, cos, sin], attributes }, [dy]) => [
    record(op, [dy!, positions!, cos!, sin!], { ...attributes, inverse: !attributes.inverse })[0],
    undefined,
    undefined,
    undefined,
  ],
  simd: ({ inputs: [x, positions, cos, sin], outputs: [y], attributes }, emit) => {
    const units = batch(positions!);
    emit.call('rope', units, [
      emit.read(x!),
      emit.read(positions!),
      emit.readAll(cos!),
      emit.readAll(sin!),
      emit.write(y!),
      rows(x!) / units,
      attributes.heads,
      last(x!) / attributes.heads,
      cos!.shape[0]!,
      { f32: attributes.inverse ? -1 : 1 },
    ]);
  },
  gpu,
};

/**
 * Turns the pairs of each head by their position.
 * Shapes: x [..., heads * d], positions i32 [...], cos and sin [positions, d / 2] -> x's shape.
 * A position outside the tables gives NaN.
 */
export function rope(x: Tensor, positions: Tensor, cos: Tensor, sin: Tensor, heads: number): Tensor {
  return record(op, [x, positions, cos, sin], { heads, inverse: false })[0]!;
}

/** cos and sin tables for `rope`: row p, column i holds the angle p * base^(-2i / headSize). */
export function ropeTables(
  positions: number,
  headSize: number,
  base: number,
): { cos: Float32Array; sin: Float32Array } {
  const half = headSize / 2;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let p = 0; p < positions; p++) {
    for (let i = 0; i < half; i++) {
      const angle = p * base ** ((-2 * i) / headSize);
      cos[p * half + i] = Math.cos(angle);
      sin[p * half + i] = Math.sin(angle);
    }
  }
  return { cos, sin };
}
