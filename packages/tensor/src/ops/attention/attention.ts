// Causal attention with grouped-query heads: softmax(q kT / sqrt(d)) v, each position seeing itself and those before.
//
// Only the logarithm of each row's normaliser is kept for the gradient, which computes the weights anew:
//   P = exp(s - lse), D = sum(dout * out), dS = P (dout vT - D), dq = dS k, dk = dST q, dv = PT dout

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { last, sameShape } from '../rules.ts';
import { gpuForward, gpuGradient } from './gpu.ts';

/** Queries that the SIMD kernel takes together. */
const BLOCK = 6;

export interface Heads extends Record<string, number> {
  /** Query heads. */
  readonly heads: number;
  /** Key and value heads; divides `heads`. */
  readonly kvHeads: number;
}

const op: Op<Heads> = {
  name: 'attention',
  infer: ([q, k, v], attributes) => {
    const [batch, time] = q!.shape;
    sameShape('attention (k, v)', k!, v!);
    checkHeads('attention', q!, last(k!), attributes);
    if (q!.shape.length !== 3 || k!.shape.length !== 3 || k!.shape[0] !== batch || k!.shape[1] !== time) {
      throw new ShapeError(
        `attention: wants q [b, t, heads * d], k and v [b, t, kvHeads * d]; got ${shapes(q!, k!, v!)}`,
      );
    }
    return [q!, { shape: [batch!, time!, attributes.heads], dtype: 'f32' }];
  },
  gradient: ({ inputs: [q, k, v], outputs: [out, lse], attributes }, [dout]) =>
    record(gradientOp, [q!, k!, v!, out!, lse!, dout!], attributes),
  simd: ({ inputs: [q, k, v], outputs: [out, lse], attributes }, emit) => {
    const [batch, time] = q!.shape as [number, number];
    const size = last(q!) / attributes.heads;
    const keys = ceil16(time) * size;
    const values = time * ceil16(size);
    emit.call('attention', batch, [
      emit.read(q!),
      emit.read(k!),
      emit.read(v!),
      emit.write(out!),
      emit.write(lse!),
      ...emit.scratch(4 * (keys + values + BLOCK * ceil16(time) + 16)),
      time,
      attributes.heads,
      attributes.kvHeads,
      size,
    ]);
  },
  gpu: gpuForward,
};

const gradientOp: Op<Heads> = {
  name: 'attentionGradient',
  infer: ([q, k, v]) => [q!, k!, v!],
  simd: ({ inputs: [q, k, v, out, lse, dout], outputs: [dq, dk, dv], attributes }, emit) => {
    const [batch, time] = q!.shape as [number, number];
    const size = last(q!) / attributes.heads;
    const byColumn = ceil16(time) * size;
    const byRow = time * ceil16(size);
    emit.call('attentionGradient', batch, [
      emit.read(q!),
      emit.read(k!),
      emit.read(v!),
      emit.read(out!),
      emit.read(lse!),
      emit.read(dout!),
      emit.write(dq!),
      emit.write(dk!),
      emit.write(dv!),
      ...emit.scratch(4 * (2 * byColumn + 3 * byRow + 2 * time * (ceil16(time) + 16))),
      time,
      attributes.heads,
      attributes.kvHeads,
      size,
    ]);
  },
  gpu: gpuGradient,
};

/**
 * Causal grouped-query attention over whole sequences, scaled by 1 / sqrt(d).
 * Shapes: q [b, t, heads * d], k and v [b, t, kvHeads * d] -> [b, t, heads * d]. Throws ShapeError.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, heads: Heads): Tensor {
  return record(op, [q, k, v], { ...heads })[0]!;
}

/** Throws ShapeError unless the features of queries and keys are whole numbers of equal heads. */
export function checkHeads(name: string, q: Tensor, keyFeatures: number, { heads, kvHeads }: Heads): void {
  const size = last(q) / heads;
  if (heads % kvHeads === 0 && Number.isInteger(size) && keyFeatures === size * kvHeads) return;
  throw new ShapeError(
    `${name}: ${heads} query heads must be a multiple of ${kvHeads} key heads of one size; got q ${shapes(q)} and ` +
      `${keyFeatures} features of keys`,
  );
}

function ceil16(n: number): number {
  return Math.ceil(n / 16) * 16;
}
