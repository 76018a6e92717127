// The key-value cache of incremental decoding: writing to it, and attending over it with one new token a row.
//
// Keys lie in blocks of 16 positions, transposed, so that scores of many positions are computed side by side, each summed
// in the order in which whole-sequence attention sums it: decoding gives the same bits as scoring. All heads of a block,
// and of a position, lie together, so that a row's cache is read from its beginning as far as it is filled.
//
// The cache has lanes, one for each sequence. Rows are lanes unless told otherwise; naming lanes lets many tokens of few
// sequences be taken in at once.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Shape, Tensor, Variable } from '../../graph/tensor.ts';
import { checkHeads, type Heads } from '../attention/attention.ts';
import { areFloats, EFFECT, hasShape, hasType, last, sameShape } from '../rules.ts';
import { gpuAttend, gpuCopy, gpuWrite } from './gpu.ts';

/** Positions of a block of keys. */
const BLOCK = 16;
/** Rows of a sequence whose scores are computed together. */
const TILE = 6;

/** Sizes of a cache. */
export interface CacheSize {
  /** Rows decoded side by side: the cache's lanes. */
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

/** Throws ShapeError unless keys and values are a cache; returns the number of its features. */
function featuresOf(name: string, keys: Tensor, values: Tensor): number {
  areFloats(name, { keys, values });
  hasShape(name, 'keys', keys, [null, null, null, null, BLOCK]);
  const [lanes, blocks, kvHeads, headSize] = keys.shape as [number, number, number, number];
  hasShape(name, 'values', values, [lanes, blocks * BLOCK, kvHeads, headSize]);
  return kvHeads * headSize;
}

/** Throws ShapeError unless `lanes` names a lane a row, or there is a lane for each of `batch` rows. */
function checkLanes(name: string, keys: Tensor, batch: number, lanes: Tensor | undefined): void {
  if (lanes) {
    hasType(name, 'lanes', lanes, 'i32');
    hasShape(name, 'lanes', lanes, [batch]);
  } else if (keys.shape[0]! < batch) {
    throw new ShapeError(
      `${name}: keys must have a lane for each of ${batch} rows, or lanes must name them; got ${shapes(keys)}`,
    );
  }
}

const writeOp: Op<Record<string, never>> = {
  name: 'cacheWrite',
  mutates: [0, 1],
  infer: ([keys, values, k, v, start, lanes]) => {
    areFloats('cacheWrite', { k: k!, v: v! });
    sameShape('cacheWrite (k, v)', k!, v!);
    hasShape('cacheWrite', 'k', k!, [null, null, featuresOf('cacheWrite', keys!, values!)]);
    const batch = k!.shape[0]!;
    checkLanes('cacheWrite', keys!, batch, lanes);
    hasType('cacheWrite', 'start', start!, 'i32');
    hasShape('cacheWrite', 'start', start!, [batch]);
    return [EFFECT];
  },
  simd: ({ inputs: [keys, values, k, v, start, lanes] }, emit) => {
    const [batch, time, features] = k!.shape as [number, number, number];
    const [count, capacity] = values!.shape as [number, number];
    emit.call('cacheWrite', batch, [
      // rows that are lanes stay with the thread that owns them
      lanes ? emit.writeAll(keys!) : emit.write(keys!),
      lanes ? emit.writeAll(values!) : emit.write(values!),
      emit.read(k!),
      emit.read(v!),
      emit.read(start!),
      time,
      features,
      capacity,
      lanes ? emit.read(lanes) : 0,
      count,
    ]);
  },
  gpu: gpuWrite,
};

const attendOp: Op<Heads> = {
  name: 'attendCache',
  infer: ([q, keys, values, position, lanes], attributes) => {
    areFloats('attendCache', { q: q! });
    hasShape('attendCache', 'q', q!, [null, 1, null]);
    const batch = q!.shape[0]!;
    checkHeads('attendCache', q!, featuresOf('attendCache', keys!, values!), attributes);
    checkLanes('attendCache', keys!, batch, lanes);
    hasType('attendCache', 'position', position!, 'i32');
    hasShape('attendCache', 'position', position!, [batch]);
    return [q!];
  },
  simd: ({ inputs: [q, keys, values, position, lanes], outputs: [out], attributes }, emit) => {
    const [count, capacity] = values!.shape as [number, number];
    const size = last(q!) / attributes.heads;
    // rows of one sequence go together; see simd.as.ts
    const run = TILE * (capacity + 16) + 16 + capacity * Math.ceil(size / 16) * 16;
    const row = attributes.heads * (capacity + 1);
    emit.call('attendCache', q!.shape[0]!, [
      emit.read(q!),
      lanes ? emit.readAll(keys!) : emit.read(keys!),
      lanes ? emit.readAll(values!) : emit.read(values!),
      emit.read(position!),
      emit.write(out!),
      ...emit.scratch(4 * Math.max(row, lanes ? run : 0)),
      capacity,
      attributes.heads,
      attributes.kvHeads,
      size,
      lanes ? emit.read(lanes) : 0,
      count,
    ]);
  },
  gpu: gpuAttend,
};

const copyOp: Op<Record<string, never>> = {
  name: 'cacheCopy',
  mutates: [0, 1],
  infer: ([keys, values, from, to, length]) => {
    featuresOf('cacheCopy', keys!, values!);
    const [copies = null] = from!.shape;
    for (const [name, tensor] of Object.entries({ from: from!, to: to!, length: length! })) {
      hasType('cacheCopy', name, tensor, 'i32');
      hasShape('cacheCopy', name, tensor, [copies]);
    }
    return [EFFECT];
  },
  simd: ({ inputs: [keys, values, from, to, length] }, emit) => {
    const [count, capacity, kvHeads, headSize] = values!.shape as [number, number, number, number];
    emit.call('cacheCopy', from!.size, [
      emit.writeAll(keys!),
      emit.writeAll(values!),
      emit.read(from!),
      emit.read(to!),
      emit.read(length!),
      kvHeads * headSize,
      capacity,
      count,
    ]);
  },
  gpu: gpuCopy,
};

/**
 * Writes t tokens a row into the cache from position start[b] on; positions past the capacity are dropped.
 * Shapes: keys and values as `cacheShapes` gives them (both changed in place), k and v [b, t, kvHeads * d], start i32 [b].
 *
 * Row b is written to lane lanes[b] (i32 [b]; none where there is no such lane), or to lane b when none are given.
 * Several rows may go to one lane, not to one position. Returns a handle for a recording's `effects`. Throws ShapeError.
 */
export function cacheWrite(
  keys: Variable,
  values: Variable,
  k: Tensor,
  v: Tensor,
  start: Tensor,
  lanes?: Tensor,
): Tensor {
  return record(writeOp, [keys, values, k, v, start, ...(lanes ? [lanes] : [])], {})[0]!;
}

/**
 * Attention of one new token a row over the cache, positions 0 to position[b] inclusive of its lane, which is lanes[b]
 * (i32 [b]), or b when none are given.
 * Shapes: q [b, 1, heads * d], keys and values as `cacheShapes` gives them, position i32 [b] -> [b, 1, heads * d].
 * A position outside the capacity, or a lane that is none, gives NaN. Throws ShapeError.
 */
export function attendCache(
  q: Tensor,
  keys: Tensor,
  values: Tensor,
  position: Tensor,
  heads: Heads,
  lanes?: Tensor,
): Tensor {
  return record(attendOp, [q, keys, values, position, ...(lanes ? [lanes] : [])], { ...heads })[0]!;
}

/**
 * Copies the first length[i] positions of lane from[i] to lane to[i], for each i; of lanes that are none, nothing.
 * Shapes: keys and values as `cacheShapes` gives them (both changed in place), from, to and length i32 [n]. No lane may be
 * written twice, or be both read and written. Returns a handle for a recording's `effects`. Throws ShapeError.
 */
export function cacheCopy(
  keys: Variable,
  values: Variable,
  from: Tensor,
  to: Tensor,
  length: Tensor,
): Tensor {
  return record(copyOp, [keys, values, from, to, length], {})[0]!;
}
