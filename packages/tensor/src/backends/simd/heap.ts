// The one shared WebAssembly memory, handed out in blocks: variables, packed weights, programs and arenas.

import { FreeList } from './freeList.ts';

const PAGE = 65536;
const LIMIT = 2 ** 32;

/** Every block starts at a multiple of this many bytes: a cache line. */
export const ALIGNMENT = 64;

/** The device's memory is full. The message says what was asked, what is used, and what the limit is. */
export class OutOfMemoryError extends Error {
  override readonly name: string = 'OutOfMemoryError';
}

export class Heap {
  readonly memory: WebAssembly.Memory;
  private readonly list: FreeList;
  /** Bytes that it may grow to. */
  readonly limit: number;
  private taken = 0;

  /**
   * @param base first byte that the kernels' own static data leaves free
   * @param limit bytes that the memory may grow to
   */
  constructor(memory: WebAssembly.Memory, base: number, limit: number = LIMIT) {
    this.memory = memory;
    this.limit = limit;
    this.list = new FreeList(base, memory.buffer.byteLength);
  }

  /** Bytes handed out. */
  get used(): number {
    return this.taken;
  }

  /** Address of a block of `bytes`, zero-filled. Throws OutOfMemoryError past the limit. */
  allocate(bytes: number): number {
    const size = align(bytes);
    let address = this.list.take(size);
    if (address === undefined) {
      this.grow(size);
      address = this.list.take(size)!;
    }
    this.taken += size;
    new Uint8Array(this.memory.buffer, address, size).fill(0);
    return address;
  }

  free(address: number, bytes: number): void {
    const size = align(bytes);
    this.taken -= size;
    this.list.give(address, size);
  }

  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  i32(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  private grow(bytes: number): void {
    const before = this.memory.buffer.byteLength;
    // at least an eighth more, so that growing block by block stays cheap
    const wanted = Math.max(Math.ceil(bytes / PAGE), Math.ceil(before / PAGE / 8));
    const pages = Math.min(wanted, (this.limit - before) / PAGE);
    const mebibytes = (n: number) => `${(n / 2 ** 20).toFixed(1)} MiB`;
    const refuse = (cause?: unknown) =>
      new OutOfMemoryError(
        `out of memory: ${mebibytes(bytes)} asked, ${mebibytes(this.taken)} in use, ${
          cause ? 'and this system gives no more, though ' : ''
        }the limit is ${this.limit / 2 ** 20} MiB (${
          this.limit === LIMIT ? '32-bit WebAssembly' : 'as much as this browser sets aside'
        }); use smaller micro-batches or a smaller model`,
        { cause },
      );
    if (pages * PAGE < bytes) throw refuse();
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw refuse(cause);
    }
    this.list.give(before, this.memory.buffer.byteLength - before);
  }
}

export function align(bytes: number): number {
  return Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
}
