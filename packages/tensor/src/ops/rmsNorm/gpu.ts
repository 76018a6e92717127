import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
export function gpuForward(): readonly GpuCall[] {
  return [];
}
export function gpuGradientInput(): readonly GpuCall[] {
  return [];
}
export function gpuGradientWeight(): readonly GpuCall[] {
  return [];
}
