// Where a tensor's numbers are between kernels: rows in plain memory (webasm), or a texture or buffer on the GPU.

import type { Texture } from 'gpu.js';
import type { HostArray, Shape, Spec } from '../../graph/tensor.ts';
import { last, rows } from '../../ops/rules.ts';

/** What a kernel returns and takes. */
export type Handle = Float32Array[] | Texture;

/** gpu.js's order of sizes: columns, rows. */
export function sizesOf(shape: Shape): [number, number] {
  return [last({ shape }), rows({ shape })];
}

/** A copy of the numbers on the host, in the tensor's own type. */
export async function download(handle: Handle, spec: Spec): Promise<HostArray> {
  // WebGPU's handles answer with a promise, which gpu.js's types do not say
  const lines = Array.isArray(handle) ? handle : ((await handle.toArray()) as Float32Array[]);
  const [columns, height] = sizesOf(spec.shape);
  const data = spec.dtype === 'f32' ? new Float32Array(columns * height) : new Int32Array(columns * height);
  lines.forEach((line, i) => {
    data.set(line, i * columns);
  });
  return data;
}

/** Frees GPU memory; plain memory is left to the garbage collector. */
export function dispose(handle: Handle): void {
  if (!Array.isArray(handle)) handle.delete();
}
