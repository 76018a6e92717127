// A variable's numbers in the shared memory.

import type { HostArray, Spec, VariableStorage } from '../../graph/tensor.ts';
import { sizeOf } from '../../graph/tensor.ts';
import type { Heap } from './heap.ts';
import type { PackedWeight } from './packing.ts';

export class SimdStorage implements VariableStorage {
  readonly address: number;
  /** Counts changes, so that packed copies know when they are stale. */
  version = 1;
  /** Packed copies by what they are packed for; they go when it goes. */
  readonly packed: Map<string, PackedWeight> = new Map();
  private readonly spec: Spec;
  private readonly heap: Heap;

  constructor(spec: Spec, heap: Heap) {
    this.spec = spec;
    this.heap = heap;
    this.address = heap.allocate(4 * sizeOf(spec.shape));
  }

  async read(): Promise<HostArray> {
    return this.view().slice();
  }

  write(data: HostArray): void {
    this.version++;
    (this.view() as Float32Array).set(data as Float32Array);
  }

  async readRange(start: number, end: number): Promise<HostArray> {
    return this.view().slice(start, end);
  }

  async writeRange(start: number, data: HostArray): Promise<void> {
    this.version++;
    (this.view() as Float32Array).set(data as Float32Array, start);
  }

  dispose(): void {
    for (const copy of this.packed.values()) {
      for (const { address, bytes } of [copy, copy.program]) this.heap.free(address, bytes);
    }
    this.packed.clear();
    this.heap.free(this.address, 4 * sizeOf(this.spec.shape));
  }

  private view(): HostArray {
    const length = sizeOf(this.spec.shape);
    return this.spec.dtype === 'f32'
      ? this.heap.f32(this.address, length)
      : this.heap.i32(this.address, length);
  }
}
