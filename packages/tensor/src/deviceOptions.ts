// What a caller of openDevice may ask for.

import { GPU_MODES, type GpuMode } from './backends/gpujs/library.ts';
import { BUILDS, type Build } from './backends/simd/kernels.ts';

export interface DeviceOptions {
  /** `simd`: WebAssembly SIMD on the CPU's threads. `gpujs`: gpu.js kernels. Default: see openDevice. */
  readonly backend?: 'simd' | 'gpujs';
  /** SIMD: threads, the calling one included. Default: the machine's cores, at most 8; 1 where memory cannot be shared. */
  readonly threads?: number;
  /** SIMD: instruction width. Default: the wider one where its self-test passes. */
  readonly build?: Build;
  /** gpu.js: where its kernels run. Default: the first of webgpu, webgl2, headlessgl, webasm that is there. */
  readonly mode?: GpuMode;
}

const CHOICES = { backend: ['simd', 'gpujs'], build: BUILDS, mode: GPU_MODES } as const;

/**
 * The backend that the options ask for, by name or by what only one of them has.
 *
 * @throws RangeError for a value that does not exist
 * @throws TypeError for an option that does not exist, or options of two backends at once
 */
export function askedBackend(options: DeviceOptions): 'simd' | 'gpujs' | undefined {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (name === 'threads') checkThreads(value);
    else if (name in CHOICES) checkChoice(name as keyof typeof CHOICES, value);
    else
      throw new TypeError(`openDevice: the options are backend, threads, build and mode; got ${text(name)}`);
  }
  const simd = given.find(([name, value]) => name === 'threads' || name === 'build' || value === 'simd');
  const gpujs = given.find(([name, value]) => name === 'mode' || value === 'gpujs');
  if (simd && gpujs) {
    throw new TypeError(
      'openDevice: threads and build belong to simd, mode to gpujs, for example { threads: 2 } or ' +
        `{ backend: 'gpujs', mode: 'webgpu' }; got ${text(Object.fromEntries(given))}`,
    );
  }
  return simd ? 'simd' : gpujs ? 'gpujs' : undefined;
}

function checkThreads(value: unknown): void {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 64) return;
  throw new RangeError(
    `openDevice: threads is a whole number from 1 to 64, for example 2; got ${text(value)}`,
  );
}

function checkChoice(name: keyof typeof CHOICES, value: unknown): void {
  const choices: readonly unknown[] = CHOICES[name];
  if (choices.includes(value)) return;
  throw new RangeError(
    `openDevice: ${name} is one of ${choices.join(', ')}, for example { ${name}: '${choices[0]}' }; got ${text(value)}`,
  );
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
