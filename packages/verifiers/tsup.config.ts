import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import base from '../../tsup.base.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** The worker is named by its address, which no bundler rewrites: worker.ts is worker.js once it is built. */
const workerAddress: Plugin = {
  name: 'worker address',
  setup(build) {
    build.onLoad({ filter: /startWorker\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replaceAll("'./worker.ts'", "'./worker.js'"), loader: 'ts' };
    });
  },
};

const config: Options = {
  ...base,
  // all in one folder: the worker is looked for beside the module that starts it
  entry: {
    index: 'src/index.ts',
    conformance: 'src/conformance/index.ts',
    math: 'src/math/index.ts',
    worker: 'src/pool/worker.ts',
  },
  dts: {
    entry: { index: 'src/index.ts', conformance: 'src/conformance/index.ts', math: 'src/math/index.ts' },
  },
  esbuildPlugins: [workerAddress],
};

export default config;
