// Planned memory of one plan: offsets handed out while kernels are emitted, reused as soon as a value is dead.

import { FreeList } from './freeList.ts';
import { align } from './heap.ts';

const UNBOUNDED = 2 ** 40;

/** A stretch of a plan's arena, in bytes from its start. */
export interface Region {
  readonly offset: number;
  readonly bytes: number;
}

export class Arena {
  private readonly list = new FreeList(0, UNBOUNDED);
  /** Bytes that the plan needs. */
  peak = 0;

  take(bytes: number): Region {
    const size = align(bytes);
    const offset = this.list.take(size)!;
    this.peak = Math.max(this.peak, offset + size);
    return { offset, bytes: size };
  }

  give({ offset, bytes }: Region): void {
    this.list.give(offset, bytes);
  }
}
