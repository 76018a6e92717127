// The intermediate values of one compiled plan, between the kernel that makes each and the last that needs it.

import type { Tensor } from '../../graph/tensor.ts';
import { dispose, type Handle } from './handle.ts';

export class Values {
  private readonly handles = new Map<Tensor, Handle>();

  set(tensor: Tensor, handle: Handle): void {
    this.drop([tensor]);
    this.handles.set(tensor, handle);
  }

  get(tensor: Tensor): Handle {
    const handle = this.handles.get(tensor);
    if (handle) return handle;
    throw new Error(
      'gpu.js: a value of an earlier stage is gone; run the first stage again, then the others once each',
    );
  }

  drop(tensors: Iterable<Tensor>): void {
    for (const tensor of tensors) {
      const handle = this.handles.get(tensor);
      if (handle) dispose(handle);
      this.handles.delete(tensor);
    }
  }

  clear(): void {
    this.drop(this.handles.keys());
  }
}
