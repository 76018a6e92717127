// Writes a safetensors file from numbers that come piece by piece.

import { open, rename } from 'node:fs/promises';
import { encode } from './dtypes.ts';
import { SafetensorsError } from './error.ts';
import { formatHeader, type TensorSpec } from './header.ts';

/** A tensor to write: `pieces` are its numbers in row-major order. */
export interface TensorSource extends TensorSpec {
  pieces(): Iterable<Float32Array> | AsyncIterable<Float32Array>;
}

/**
 * Writes tensors one after another, first to a temporary name, so that a file under the final name is always whole.
 * @throws SafetensorsError when a tensor gives more or fewer numbers than its shape has, or has the metadata's name
 */
export async function streamSafetensors(
  path: string,
  tensors: ReadonlyMap<string, TensorSource>,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
): Promise<void> {
  const fail = (what: string): never => {
    throw new SafetensorsError(`${path}: ${what}`);
  };
  const header = formatHeader(tensors, metadata, fail);
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(header);
    for (const [name, { dtype, shape, pieces }] of tensors) {
      const expected = shape.reduce((product, axis) => product * axis, 1);
      let count = 0;
      for await (const piece of pieces()) {
        count += piece.length;
        await file.writeFile(encode(dtype, piece));
      }
      if (count !== expected) {
        fail(`tensor ${name} of shape [${shape.join(', ')}] has ${expected} numbers; got ${count}`);
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
