import type { DeviceOptions } from '../../packages/tensor/src/device.ts';

/** A backend in the place where it runs. */
export interface Row {
  readonly name: string;
  readonly place: 'Node' | 'Chromium';
  readonly device: DeviceOptions;
  /** Random cases of each suite: few where every shape compiles kernels anew. */
  readonly runs: number;
  /** Whether NaN and infinity are tested: GPUs need not have them. */
  readonly specials: boolean;
  /** Whether a machine may be without it. */
  readonly optional: boolean;
}

const inNode = { place: 'Node', specials: true } as const;
const inChromium = { place: 'Chromium', optional: true } as const;

export const ROWS: readonly Row[] = [
  {
    name: 'simd 256-bit',
    ...inNode,
    device: { backend: 'simd', threads: 2, build: '256-bit' },
    runs: 25,
    optional: true,
  },
  {
    name: 'simd 128-bit',
    ...inNode,
    device: { backend: 'simd', threads: 2, build: '128-bit' },
    runs: 25,
    optional: false,
  },
  {
    name: 'gpu.js webasm',
    ...inNode,
    device: { backend: 'gpujs', mode: 'webasm' },
    runs: 5,
    optional: false,
  },
  {
    name: 'gpu.js headlessgl',
    place: 'Node',
    device: { backend: 'gpujs', mode: 'headlessgl' },
    runs: 3,
    specials: false,
    optional: true,
  },
  {
    name: 'gpu.js webgpu, chromium',
    ...inChromium,
    device: { backend: 'gpujs', mode: 'webgpu' },
    runs: 3,
    specials: false,
  },
  {
    name: 'gpu.js webgl2, chromium',
    ...inChromium,
    device: { backend: 'gpujs', mode: 'webgl2' },
    runs: 3,
    specials: false,
  },
  {
    name: 'simd, chromium',
    ...inChromium,
    device: { backend: 'simd', threads: 2 },
    runs: 25,
    specials: true,
  },
];
