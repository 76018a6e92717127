import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
export function gpuWrite(): readonly GpuCall[] {
  return [];
}
export function gpuAttend(): readonly GpuCall[] {
  return [];
}
