// The backends that tests run on in Node, within one process.

import type { DeviceOptions } from '../device.ts';

export const BACKENDS: Readonly<Record<string, DeviceOptions>> = {
  'simd 256-bit': { backend: 'simd', threads: 2 },
  'simd 128-bit': { backend: 'simd', threads: 1, build: '128-bit' },
  'gpu.js webasm': { backend: 'gpujs', mode: 'webasm' },
};
