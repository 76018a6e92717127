// The key-value cache of incremental decoding: writing to it, and attending over it with one new token a row.
//
// Keys lie in blocks of 16 positions, transposed, so that scores of many positions are computed side by side, each summed
// in the order in which whole-sequence attention sums it: decoding gives the same bits as scoring. All heads of a block,
// and of a position, lie together, so that a row's cache is read from its beginning as far as it is filled.

import { type Op, record } from '../../graph/op.ts';
import type { Shape, Tensor, Variable } from '../../graph/tensor.ts';
import { checkHeads, type Heads } from '../attention/attention.ts';
import { areFloats, EFFECT, hasShape, hasType, last, sameShape } from '../rules.ts';
import { gpuAttend, gpuWrite } from './gpu.ts';

/** Positions of a block of keys. */
const BLOCK = 16;

/** Sizes of a cache. */
export interface CacheSize {
  /** Rows decoded side by side. */
  readonly batch: number;
  /** Positions that must fit; rounded up to a multiple of 16. */
  readonly capacity: number;
  readonly kvHeads: number;
  /** Features of a head. */
  readonly headSize: number;
}

/** Shapes of a cache's two variables: keys [b, capacity / 16, kvHeads, d, 16], values [b, capacity, kvHeads, d]. */
export function cacheShapes({ batch, capacity, kvHeads, headSize }: CacheSize): {
  readonly keys: Shape;
  readonly values: Shape;
} {
  const blocks = Math.ceil(capacity / BLOCK);
  return {
    keys: [batch, blocks, kvHeads, headSize, BLOCK],
    values: [batch, blocks * BLOCK, kvHeads, headSize],
  };
}

/** Throws ShapeError unless keys and values are a cache of `batch` rows; returns the number of its features. */
function featuresOf(name: string, keys: Tensor, values: Tensor, batch: number): number {
  hasShape(name, 'keys', keys, [batch, null, null, null, BLOCK]);
  const [, blocks, kvHeads, headSize] = keys.shape as [number, number, number, number];
  hasShape(name, 'values', values, [batch, blocks * BLOCK, kvHeads, headSize]);
  return kvHeads * headSize;
}

const writeOp: Op<Record<string, never>> = {
  name: 'cacheWrite',
  mutates: [0, 1],
  infer: ([keys, values, k, v, start]) => {
    const [batch] = k!.shape;
    areFloats('cacheWrite', { keys: keys!, values: values!, k: k!, v: v! });
    sameShape('cacheWrite (k, v)', k!, v!);
    hasShape('cacheWrite', 'k', k!, [null, null, featuresOf('cacheWrite', keys!, values!, batch ?? 0)]);
    hasType('cacheWrite', 'start', start!, 'i32');
    hasShape('cacheWrite', 'start', start!, [batch!]);
    return [EFFECT];
  },
  simd: ({ inputs: [keys, values, k, v, start] }, emit) => {
    const [batch, time, features] = k!.shape as [number, number, number];
    emit.call('cacheWrite', batch, [
      emit.write(keys!),
      emit.write(values!),
      emit.read(k!),
      emit.read(v!),
      emit.read(start!),
      time,
      features,
      values!.shape[1]!,
    ]);
  },
  gpu: gpuWrite,
};

const attendOp: Op<Heads> = {
  name: 'attendCache',
  infer: ([q, keys, values, position], attributes) => {
    const [batch] = q!.shape;
    areFloats('attendCache', { q: q!, keys: keys!, values: values! });
    hasShape('attendCache', 'q', q!, [batch!, 1, null]);
    checkHeads('attendCache', q!, featuresOf('attendCache', keys!, values!, batch!), attributes);
    hasType('attendCache', 'position', position!, 'i32');
    hasShape('attendCache', 'position', position!, [batch!]);
    return [q!];
  },
  simd: ({ inputs: [q, keys, values, position], outputs: [out], attributes }, emit) => {
    const capacity = values!.shape[1]!;
    emit.call('attendCache', q!.shape[0]!, [
      emit.read(q!),
      emit.read(keys!),
      emit.read(values!),
      emit.read(position!),
      emit.write(out!),
      ...emit.scratch(4 * attributes.heads * (capacity + 1)),
      capacity,
      attributes.heads,
      attributes.kvHeads,
      last(q!) / attributes.heads,
    ]);
  },
  gpu: gpuAttend,
};

/**
 * Writes t tokens a row into the cache from position start[b] on; positions past the capacity are dropped.
 * Shapes: keys and values as `cacheShapes` gives them (both changed in place), k and v [b, t, kvHeads * d], start i32 [b].
 * Returns a handle for a recording's `effects`.
 */
export function cacheWrite(keys: Variable, values: Variable, k: Tensor, v: Tensor, start: Tensor): Tensor {
  return record(writeOp, [keys, values, k, v, start], {})[0]!;
}

/**
 * Attention of one new token a row over the cache, positions 0 to position[b] inclusive.
 * Shapes: q [b, 1, heads * d], keys and values as `cacheShapes` gives them, position i32 [b] -> [b, 1, heads * d].
 * A position outside the capacity gives NaN.
 */
export function attendCache(q: Tensor, keys: Tensor, values: Tensor, position: Tensor, heads: Heads): Tensor {
  return record(attendOp, [q, keys, values, position], { ...heads })[0]!;
}
