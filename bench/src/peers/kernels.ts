// Compiles the bench's own kernel, kernels/peak.as.ts.

import { resolve } from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER: string = resolve(import.meta.dirname, '../../kernels');
const OPTIONS = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime=stub',
  '--enable=simd,relaxed-simd',
  '--initialMemory=1',
];

/** Writes kernels/peak.wasm. Throws with the compiler's text. */
export async function buildPeakKernel(): Promise<void> {
  const { error, stderr } = await asc.main([
    'peak.as.ts',
    '--outFile=peak.wasm',
    `--baseDir=${FOLDER}`,
    ...OPTIONS,
  ]);
  if (error) throw new Error(`kernels/peak.as.ts does not compile:\n${stderr.toString()}`, { cause: error });
}
