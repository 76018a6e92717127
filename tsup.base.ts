// How every library is built: one ES module with its types, never minified (gpu.js kernels would break).

import type { Options } from 'tsup';

const config: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node22',
  dts: true,
  sourcemap: true,
  clean: true,
};

export default config;
