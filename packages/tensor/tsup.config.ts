import { copyFile, readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import base from '../../tsup.base.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** The worker is named by its address, which no bundler rewrites: worker.ts is worker.js once it is built. */
const workerAddress: Plugin = {
  name: 'worker address',
  setup(build) {
    build.onLoad({ filter: /Platform\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace("'./worker.ts'", "'./worker.js'"), loader: 'ts' };
    });
  },
};

const config: Options = {
  ...base,
  // all in one folder: the worker and the kernels are looked for beside the module that starts them
  entry: { index: 'src/index.ts', worker: 'src/backends/simd/worker.ts' },
  dts: { entry: { index: 'src/index.ts' } },
  esbuildPlugins: [workerAddress],
  onSuccess: () => copyFile('src/backends/simd/kernels.wasm', 'dist/kernels.wasm'),
};

export default config;
