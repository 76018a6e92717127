// The key-value cache of incremental decoding: writing to it, and attending over it with one new token a row.
//
// Keys lie transposed, [batch, features, capacity], so that scores of many positions are computed side by side, each
// summed in the order in which whole-sequence attention sums it: decoding gives the same bits as scoring.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor, Variable } from '../../graph/tensor.ts';
import { checkHeads, type Heads } from '../attention/attention.ts';
import { areFloats, EFFECT, hasShape, hasType, last, sameShape } from '../rules.ts';
import { gpuAttend, gpuWrite } from './gpu.ts';

/** Capacity must be a multiple of this many positions. */
export const CACHE_BLOCK = 16;

function hasBlocks(op: string, keys: Tensor): void {
  if (last(keys) % CACHE_BLOCK === 0) return;
  throw new ShapeError(
    `${op}: the capacity must be a multiple of ${CACHE_BLOCK}; got ${last(keys)}, from keys ${shapes(keys)}`,
  );
}

const writeOp: Op<Record<string, never>> = {
  name: 'cacheWrite',
  mutates: [0, 1],
  infer: ([keys, values, k, v, start]) => {
    const [batch] = k!.shape;
    areFloats('cacheWrite', { keys: keys!, values: values!, k: k!, v: v! });
    hasShape('cacheWrite', 'k', k!, [null, null, null]);
    sameShape('cacheWrite (k, v)', k!, v!);
    hasShape('cacheWrite', 'keys', keys!, [batch!, last(k!), null]);
    hasShape('cacheWrite', 'values', values!, [batch!, last(keys!), last(k!)]);
    hasType('cacheWrite', 'start', start!, 'i32');
    hasShape('cacheWrite', 'start', start!, [batch!]);
    hasBlocks('cacheWrite', keys!);
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
      last(keys!),
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
    hasShape('attendCache', 'keys', keys!, [batch!, null, null]);
    hasShape('attendCache', 'values', values!, [batch!, last(keys!), keys!.shape[1]!]);
    hasBlocks('attendCache', keys!);
    hasType('attendCache', 'position', position!, 'i32');
    hasShape('attendCache', 'position', position!, [batch!]);
    checkHeads('attendCache', q!, values!, attributes);
    return [q!];
  },
  simd: ({ inputs: [q, keys, values, position], outputs: [out], attributes }, emit) => {
    const capacity = last(keys!);
    emit.call('attendCache', q!.shape[0]!, [
      emit.read(q!),
      emit.read(keys!),
      emit.read(values!),
      emit.read(position!),
      emit.write(out!),
      ...emit.scratch(4 * capacity),
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
 * Shapes: keys [b, features, capacity], values [b, capacity, features] (both changed in place), k and v [b, t, features],
 * start i32 [b]. Returns a handle for a recording's `effects`.
 */
export function cacheWrite(keys: Variable, values: Variable, k: Tensor, v: Tensor, start: Tensor): Tensor {
  return record(writeOp, [keys, values, k, v, start], {})[0]!;
}

/**
 * Attention of one new token a row over the cache, positions 0 to position[b] inclusive.
 * Shapes: q [b, 1, heads * d], keys [b, kvHeads * d, capacity], values [b, capacity, kvHeads * d], position i32 [b]
 * -> [b, 1, heads * d]. A position outside the capacity gives NaN.
 */
export function attendCache(q: Tensor, keys: Tensor, values: Tensor, position: Tensor, heads: Heads): Tensor {
  return record(attendOp, [q, keys, values, position], { ...heads })[0]!;
}
