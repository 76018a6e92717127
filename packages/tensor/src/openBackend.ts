// Which backend a device gets. What is asked for is obeyed or refused; otherwise Node gets SIMD, and a page its GPU,
// where there is one, and SIMD where there is none.

import type { Backend } from './backends/backend.ts';
import { openGpuJs } from './backends/gpujs/open.ts';
import { whyNoGpu } from './backends/gpujs/webgpu.ts';
import { openSimd } from './backends/simd/open.ts';
import { platform } from './backends/simd/platform.ts';
import { askedBackend, type DeviceOptions } from './deviceOptions.ts';

/** @throws RangeError, TypeError on options that do not exist or fit; Error on what cannot be had here */
export async function openBackend(options: DeviceOptions): Promise<Backend> {
  const asked = askedBackend(options);
  if (asked === 'simd') return openSimd(options, 'simd was asked for');
  if (asked === 'gpujs') return openGpuJs(options.mode);
  if (platform.name === 'Node') return openSimd({}, 'simd is the default in Node');
  const lack = await whyNoGpu();
  if (lack) return openSimd({}, `simd, because ${lack}`);
  try {
    return await openGpuJs('webgpu', 'this page has a GPU');
  } catch (error) {
    return openSimd(
      {},
      `simd, though this page has a GPU, because gpu.js cannot use it (${(error as Error).message})`,
    );
  }
}
