import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';
import { loadKernels } from './kernels.ts';
import { makeMemory } from './memory.ts';
import { controlBytes, heapBase, kernelNames, type ThreadSetup } from './thread.ts';
import { ThreadPool } from './threadPool.ts';

async function setup(count: number): Promise<{ heap: Heap; threads: ThreadSetup }> {
  const { module, build } = await loadKernels('128-bit');
  const { memory } = makeMemory();
  const heap = new Heap(memory, await heapBase(module, memory));
  return { heap, threads: { module, build, memory, count, control: heap.allocate(controlBytes(count)) } };
}

/** A program of one AdamW step over two units of four numbers, the first of them at `first`: a thread takes one unit each. */
function twoUnits({ heap, threads }: { heap: Heap; threads: ThreadSetup }, first: number): number {
  const address = heap.allocate(64);
  const args = address + 16;
  const kernel = kernelNames(threads.module).indexOf('adamw');
  heap.i32(address, 4).set([1, kernel, 2, args]);
  heap.i32(args, 6).set([first, first, first, first, heap.allocate(32), 4]);
  return address;
}

describe('ThreadPool', () => {
  it('opens only when every worker is ready, and says why one is not', async () => {
    const { threads } = await setup(2);
    const empty = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    await expect(ThreadPool.open({ ...threads, module: empty })).rejects.toThrow(
      /^simd: a worker thread could not start \(.+\); one thread needs no worker: openDevice\(\{ threads: 1 \}\)$/,
    );
  });

  it('throws, and goes on throwing, when a worker fails in a run', async () => {
    const place = await setup(2);
    const pool = await ThreadPool.open(place.threads);
    // the second unit, a worker's, lies past the end of the memory
    const program = twoUnits(place, place.heap.memory.buffer.byteLength - 16);
    const failure =
      'simd: a worker thread failed, so the results are lost; close the device and open it anew';
    expect(() => pool.run(program)).toThrow(failure);
    expect(() => pool.run(twoUnits(place, place.heap.allocate(32)))).toThrow(failure);
    await pool.close();
  });

  it('throws the error of the calling thread, and its workers wait no longer', async () => {
    const place = await setup(2);
    const pool = await ThreadPool.open(place.threads);
    expect(() => pool.run(twoUnits(place, 2 ** 31))).toThrow(WebAssembly.RuntimeError);
    await pool.close();
  });

  it('throws when a worker has ended between runs', async () => {
    const place = await setup(2);
    const pool = await ThreadPool.open(place.threads);
    const program = twoUnits(place, place.heap.allocate(32));
    pool.run(program);
    await pool.close();
    expect(() => pool.run(program)).toThrow('simd: a worker thread failed');
  });

  it('keeps no process alive, whether it is closed or not', async () => {
    const device = new URL('../../device.ts', import.meta.url);
    const script = (close: string) =>
      `const { openDevice } = await import(${JSON.stringify(device)}); const device = await openDevice({ threads: 3 }); ${close}`;
    for (const close of ['', 'await device.close();']) {
      await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script(close)], {
        timeout: 20_000,
      });
    }
  });
});
