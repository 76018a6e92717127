// The sampler's cache: keys and values of every layer, in lanes, as long as they have to be.

import { cacheShapes, type Shape, type Variable } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';

export interface LaneCache {
  readonly lanes: number;
  /** Positions of a lane. */
  readonly capacity: number;
  /** One for each layer. */
  readonly keys: readonly Variable[];
  readonly values: readonly Variable[];
}

/** A cache of zeros. Throws OutOfMemoryError where it does not fit the device. */
export function makeCache(decoder: Decoder, lanes: number, capacity: number): LaneCache {
  const shapes = shapesOf(decoder, lanes, capacity);
  const each = (shape: Shape) =>
    Array.from({ length: decoder.config.num_hidden_layers }, () => decoder.device.variable(shape));
  return { lanes, capacity: shapes.values[1]!, keys: each(shapes.keys), values: each(shapes.values) };
}

/** A cache of more positions that holds what `cache` held, which is freed layer by layer. */
export async function growCache(decoder: Decoder, cache: LaneCache, capacity: number): Promise<LaneCache> {
  const { lanes } = cache;
  const shapes = shapesOf(decoder, lanes, capacity);
  const grow = async (variables: readonly Variable[], shape: Shape): Promise<Variable[]> => {
    const grown: Variable[] = [];
    for (const variable of variables) {
      const before = (await variable.read()) as Float32Array;
      variable.dispose();
      const after = new Float32Array(shape.reduce((product, axis) => product * axis, 1));
      const [from, to] = [before.length / lanes, after.length / lanes];
      for (let lane = 0; lane < lanes; lane++) {
        after.set(before.subarray(lane * from, (lane + 1) * from), lane * to);
      }
      grown.push(decoder.device.variable(shape, after));
    }
    return grown;
  };
  return {
    lanes,
    capacity: shapes.values[1]!,
    keys: await grow(cache.keys, shapes.keys),
    values: await grow(cache.values, shapes.values),
  };
}

export function disposeCache({ keys, values }: LaneCache): void {
  for (const variable of [...keys, ...values]) variable.dispose();
}

function shapesOf({ heads: { kvHeads }, headSize }: Decoder, batch: number, capacity: number) {
  return cacheShapes({ batch, capacity, kvHeads, headSize });
}
