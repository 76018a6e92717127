import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ALIGNMENT, align, Heap, OutOfMemoryError } from './heap.ts';

function makeHeap(pages = 1, base = 1000): Heap {
  return new Heap(new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true }), base);
}

describe('Heap', () => {
  test.prop([fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.boolean()), { maxLength: 40 })])(
    'hands out aligned, zeroed blocks of its own, growing as needed',
    requests => {
      const heap = makeHeap();
      const held = new Map<number, number>();
      for (const [bytes, keep] of requests) {
        const address = heap.allocate(bytes);
        expect(address % ALIGNMENT).toBe(0);
        expect(address).toBeGreaterThanOrEqual(1000);
        for (const [other, size] of held) {
          expect(address + bytes <= other || other + size <= address).toBe(true);
        }
        const block = new Uint8Array(heap.memory.buffer, address, bytes);
        expect(block.every(byte => byte === 0)).toBe(true);
        block.fill(255);
        if (keep) held.set(address, bytes);
        else heap.free(address, bytes);
      }
    },
  );

  it('uses freed memory again instead of growing', () => {
    const heap = makeHeap(4);
    const before = heap.memory.buffer.byteLength;
    for (let i = 0; i < 50; i++) heap.free(heap.allocate(200_000), 200_000);
    expect(heap.memory.buffer.byteLength).toBe(before);
  });

  it('says what was asked, what is used and what to do when memory is out', () => {
    const heap = makeHeap();
    heap.allocate(2 ** 20);
    expect(() => heap.allocate(5 * 2 ** 30)).toThrow(OutOfMemoryError);
    expect(() => heap.allocate(5 * 2 ** 30)).toThrow(
      'out of memory: 5120.0 MiB asked, 1.0 MiB in use, the limit is 4096 MiB (32-bit WebAssembly); ' +
        'use smaller micro-batches or a smaller model',
    );
    // and goes on serving what fits
    expect(heap.allocate(64)).toBeGreaterThan(0);
  });

  it('names the limit of a browser that sets less aside, and a system that gives less than the limit', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 32, shared: true });
    const small = new Heap(memory, 1000, 32 * 65536);
    expect(() => small.allocate(2 ** 22)).toThrow(
      'out of memory: 4.0 MiB asked, 0.0 MiB in use, the limit is 2 MiB (as much as this browser sets aside)',
    );
    expect(() => new Heap(memory, 1000).allocate(2 ** 22)).toThrow(
      'in use, and this system gives no more, though the limit is 4096 MiB',
    );
  });

  test.prop([fc.nat(1e9)])('rounds up to whole cache lines, one at least', bytes => {
    expect(align(bytes) % ALIGNMENT).toBe(0);
    expect(align(bytes) - Math.max(bytes, 1)).toBeGreaterThanOrEqual(0);
    expect(align(bytes) - Math.max(bytes, 1)).toBeLessThan(ALIGNMENT);
  });
});
