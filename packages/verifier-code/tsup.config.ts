import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import base from '../../tsup.base.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** Workers are named by their addresses, which no bundler rewrites. */
const workerAddress: Plugin = {
  name: 'worker address',
  setup(build) {
    build.onLoad({ filter: /startWorker\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(/'\.\/(\w+)\/worker\.ts'/g, "'./$1.js'"), loader: 'ts' };
    });
  },
};

const config: Options = {
  ...base,
  // all in one folder: workers are looked for beside the module that starts them
  entry: { index: 'src/index.ts', python: 'src/python/worker.ts', javascript: 'src/javascript/worker.ts' },
  dts: { entry: { index: 'src/index.ts' } },
  esbuildPlugins: [workerAddress],
};

export default config;
