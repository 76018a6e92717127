// Whole safetensors files at once, for what is small: tensors on the host in, tensors on the host out.

import type { FileDType } from './dtypes.ts';
import { SafetensorsError } from './error.ts';
import { openSafetensors } from './reader.ts';
import { streamSafetensors } from './writer.ts';

/** A tensor on the host: float32 numbers and their shape. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Writes tensors as float32, or as `dtype`. A file under this name is always whole.
 * @throws SafetensorsError when a tensor's shape and numbers do not agree, or its name is the metadata's
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = { format: 'pt' },
  dtype: FileDType = 'F32',
): Promise<void> {
  for (const [name, { shape, data }] of tensors) {
    const expected = shape.reduce((product, axis) => product * axis, 1);
    if (expected === data.length) continue;
    throw new SafetensorsError(
      `${path}: tensor ${name} of shape [${shape.join(', ')}] has ${expected} numbers; got ${data.length}`,
    );
  }
  const sources = [...tensors].map(
    ([name, { shape, data }]) => [name, { dtype, shape, pieces: () => [data] }] as const,
  );
  await streamSafetensors(path, new Map(sources), metadata);
}

/**
 * Reads all tensors of a file, in the order of their bytes, widened to float32.
 * @throws SafetensorsError when the file is truncated or its header is not valid
 */
export async function readSafetensors(path: string): Promise<Map<string, StoredTensor>> {
  const file = await openSafetensors(path);
  try {
    const tensors = new Map<string, StoredTensor>();
    for (const [name, { shape }] of file.tensors) {
      const data = new Float32Array(shape.reduce((product, axis) => product * axis, 1));
      let at = 0;
      for await (const piece of file.pieces(name)) {
        data.set(piece, at);
        at += piece.length;
      }
      tensors.set(name, { shape, data });
    }
    return tensors;
  } finally {
    await file.close();
  }
}
