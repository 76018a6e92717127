// One thread's instance of the kernels. All instances share one memory; each has its own table and its own index.

import type { Build } from './kernels.ts';

/** Words of the control block that threads meet at. */
export const CONTROL = {
  generation: 0,
  program: 1,
  sleepers: 2,
  failed: 3,
  bytes: 64,
} as const;

export interface Thread {
  /** Replays this thread's share of the program at `address`; throws when another thread has failed. */
  replay(address: number): void;
  /** Waits for the control block's generation to differ from `seen`, and returns it. */
  awaitProgram(seen: number): number;
}

interface RuntimeExports {
  readonly table: WebAssembly.Table;
  readonly setThread: (
    index: number,
    count: number,
    control: number,
    edge: number,
    tableBase: number,
    maySleep: number,
  ) => void;
  readonly setNarrow: (halves: number) => void;
  readonly replay: (address: number) => number;
  readonly awaitProgram: (seen: number) => number;
}

/** Bytes of control block and of per-thread edges that `count` threads need, zeroed. */
export function controlBytes(count: number): number {
  return CONTROL.bytes * (2 + count);
}

/** What a thread is made from; plain enough to be posted to a worker. */
export interface ThreadSetup {
  readonly module: WebAssembly.Module;
  readonly build: Build;
  readonly memory: WebAssembly.Memory;
  /** Address of `controlBytes(count)` zeroed bytes. */
  readonly control: number;
  readonly count: number;
}

/** What a worker is told. */
export interface WorkerSetup extends ThreadSetup {
  readonly index: number;
}

/** Instantiates the kernels for thread `index`, which is the thread that calls this. */
export async function makeThread(setup: ThreadSetup, index: number): Promise<Thread> {
  const { module, build, memory, control, count } = setup;
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const runtime = instance.exports as unknown as RuntimeExports;
  // programs name kernels by their place among the module's exports, which is the same on every thread
  const names = kernelNames(module);
  const base = runtime.table.grow(names.length);
  names.forEach((name, i) => {
    runtime.table.set(base + i, instance.exports[name]);
  });
  runtime.setNarrow(Number(build === '128-bit'));
  runtime.setThread(index, count, control, control + CONTROL.bytes * (2 + index), base, Number(maySleep()));
  return {
    replay: address => {
      if (runtime.replay(address)) {
        throw new Error(
          'simd: a worker thread failed, so the results are lost; close the device and open it anew',
        );
      }
    },
    awaitProgram: runtime.awaitProgram,
  };
}

/** Whether this thread may sleep: a page's main thread may not. */
function maySleep(): boolean {
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  try {
    Atomics.wait(new Int32Array(buffer), 0, 1);
    return true;
  } catch {
    return false;
  }
}

/** First byte of `memory` that the kernels' static data leaves free. */
export async function heapBase(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<number> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return (exports.heapBase as () => number)();
}

/** Names of all exported functions, in the module's order. */
export function kernelNames(module: WebAssembly.Module): string[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
}
