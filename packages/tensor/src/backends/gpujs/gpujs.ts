// The gpu.js backend.

import type { VariableStorage } from '../../graph/tensor.ts';
import type { Backend, DeviceReport, Executable } from '../backend.ts';

/** Where gpu.js runs its kernels. */
export type GpuMode = 'webasm' | 'headlessgl' | 'webgl2' | 'webgpu';

export class GpuJsBackend implements Backend {
  readonly report: DeviceReport;
  constructor(mode: GpuMode) {
    this.report = { backend: `gpujs:${mode}`, threads: 1, build: mode, reason: 'asked for' };
  }
  variable(): VariableStorage {
    throw new Error('not yet');
  }
  compile(): readonly Executable[] {
    throw new Error('not yet');
  }
  release(): void {}
  async close(): Promise<void> {}
}
