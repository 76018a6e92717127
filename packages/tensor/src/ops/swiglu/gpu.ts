import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
export function gpuForward(): readonly GpuCall[] {
  return [];
}
export function gpuGradient(): readonly GpuCall[] {
  return [];
}
