// The shared memory of a device: 4 GiB can be had where nothing forbids it.

/** 64 KiB each: how far a 32-bit memory can grow. */
const MAX_PAGES = 65536;

/**
 * A memory that may grow as far as this place lets it: a browser that cannot set 4 GiB of addresses aside is asked for
 * half as much, and so on down to 256 MiB. It is shared even for one thread: pages that are not cross-origin isolated
 * may make one, they only may not send it to a worker.
 */
export function makeMemory(make: (maximum: number) => WebAssembly.Memory = shared): {
  readonly memory: WebAssembly.Memory;
  /** Bytes. */
  readonly limit: number;
} {
  for (let pages = MAX_PAGES; ; pages /= 2) {
    try {
      return { memory: make(pages), limit: pages * 65536 };
    } catch (cause) {
      if (pages <= MAX_PAGES / 16) {
        throw new Error('simd: no WebAssembly memory of even 256 MiB can be had here', { cause });
      }
    }
  }
}

function shared(maximum: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
}
