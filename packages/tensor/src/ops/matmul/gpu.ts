import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
export function gpu(): readonly GpuCall[] {
  return [];
}
