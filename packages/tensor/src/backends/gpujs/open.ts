// Which of gpu.js's modes a device gets.

import { GpuJsBackend } from './gpujs.ts';
import { GPU_MODES, type GpuMode, isAvailable } from './library.ts';

/**
 * Opens `mode`, or without one the first of GPU_MODES that is there and runs a kernel.
 *
 * @throws Error when gpu.js is not installed, or the mode cannot be had here
 */
export async function openGpuJs(mode?: GpuMode, reason = 'gpujs was asked for'): Promise<GpuJsBackend> {
  if (mode) return GpuJsBackend.open(mode, reason);
  const missing: string[] = [];
  for (const candidate of GPU_MODES) {
    if (await isAvailable(candidate)) {
      try {
        const lack = missing.length > 0 ? `; not available here: ${missing.join(', ')}` : '';
        return await GpuJsBackend.open(
          candidate,
          `gpujs was asked for, and ${candidate} is its best mode here${lack}`,
        );
      } catch {
        // gpu.js offered it, and then it could not run a kernel
      }
    }
    missing.push(candidate);
  }
  throw new Error(
    `gpu.js: none of its modes can be had here: ${missing.join(', ')}; take { backend: 'simd' }`,
  );
}
