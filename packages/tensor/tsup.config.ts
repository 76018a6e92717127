import { copyFile } from 'node:fs/promises';
import type { Options } from 'tsup';

const config: Options = {
  // all in one folder: threadPool.ts and kernels.ts look for the worker and the kernels beside themselves
  entry: { index: 'src/index.ts', worker: 'src/backends/simd/worker.ts' },
  format: 'esm',
  target: 'node22',
  dts: { entry: { index: 'src/index.ts' } },
  sourcemap: true,
  clean: true,
  onSuccess: () => copyFile('src/backends/simd/kernels.wasm', 'dist/kernels.wasm'),
};

export default config;
