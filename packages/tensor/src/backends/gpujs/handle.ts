// Where a tensor's numbers are between kernels: rows in plain memory (webasm), or a texture or buffer on the GPU.

import type { Texture } from 'gpu.js';
import { type HostArray, type Shape, type Spec, sizeOf } from '../../graph/tensor.ts';
import { last, rows } from '../../ops/rules.ts';

/** What a kernel returns and takes. */
export type Handle = Float32Array[] | Texture;

/** gpu.js's order of sizes: columns, rows. It has no empty arrays: an empty tensor is one number that nothing reads. */
export function sizesOf(shape: Shape): [number, number] {
  return shape.includes(0) ? [1, 1] : [last({ shape }), rows({ shape })];
}

/** A copy of the numbers on the host, in the tensor's own type. */
export async function download(handle: Handle, spec: Spec): Promise<HostArray> {
  const data =
    spec.dtype === 'f32' ? new Float32Array(sizeOf(spec.shape)) : new Int32Array(sizeOf(spec.shape));
  if (data.length === 0) return data;
  // WebGPU's handles answer with a promise, which gpu.js's types do not say
  const lines = Array.isArray(handle) ? handle : ((await handle.toArray()) as Float32Array[]);
  lines.forEach((line, i) => {
    data.set(line, i * last(spec));
  });
  return data;
}

/** Frees GPU memory; plain memory is left to the garbage collector. */
export function dispose(handle: Handle): void {
  if (!Array.isArray(handle)) handle.delete();
}
