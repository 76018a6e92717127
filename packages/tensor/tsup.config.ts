import { copyFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import base from '../../tsup.base.ts';

const config: Options = {
  ...base,
  // all in one folder: threadPool.ts and kernels.ts look for the worker and the kernels beside themselves
  entry: { index: 'src/index.ts', worker: 'src/backends/simd/worker.ts' },
  dts: { entry: { index: 'src/index.ts' } },
  onSuccess: () => copyFile('src/backends/simd/kernels.wasm', 'dist/kernels.wasm'),
};

export default config;
