// A variable's numbers: a handle that kernels replace, or numbers of the host that wait for their first use.

import type { HostArray, Spec, VariableStorage } from '../../graph/tensor.ts';
import { sizeOf } from '../../graph/tensor.ts';
import { dispose, download, type Handle } from './handle.ts';
import type { Kernels } from './kernels.ts';

export class GpuStorage implements VariableStorage {
  private readonly spec: Spec;
  private readonly kernels: Kernels;
  private waiting: HostArray | undefined;
  private resident: Handle | undefined;

  constructor(spec: Spec, kernels: Kernels) {
    this.spec = spec;
    this.kernels = kernels;
    const size = sizeOf(spec.shape);
    this.waiting = spec.dtype === 'f32' ? new Float32Array(size) : new Int32Array(size);
  }

  /** Where kernels find it. It belongs to the storage. */
  async handle(): Promise<Handle> {
    if (this.waiting) this.replace(await this.kernels.upload(this.spec.shape, this.waiting));
    if (!this.resident) throw new Error('gpu.js: a plan uses a variable that was disposed of');
    return this.resident;
  }

  /** Takes over a handle in place of the old one. */
  replace(handle: Handle): void {
    this.dispose();
    this.resident = handle;
  }

  async read(): Promise<HostArray> {
    return this.waiting?.slice() ?? download(await this.handle(), this.spec);
  }

  write(data: HostArray): void {
    this.dispose();
    this.waiting = data.slice();
  }

  async readRange(start: number, end: number): Promise<HostArray> {
    return (await this.read()).slice(start, end);
  }

  /** Handles change as a whole, so the numbers come back to the host, where they wait for their next use. */
  async writeRange(start: number, data: HostArray): Promise<void> {
    if (!this.waiting) this.write(await this.read());
    this.waiting!.set(data as Float32Array & Int32Array, start);
  }

  dispose(): void {
    if (this.resident) dispose(this.resident);
    this.resident = undefined;
    this.waiting = undefined;
  }
}
