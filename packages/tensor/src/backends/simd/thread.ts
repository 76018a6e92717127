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

/** Instantiates the kernels for thread `index`. */
export function makeThread({ module, build, memory, control, count }: ThreadSetup, index: number): Thread {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const runtime = instance.exports as unknown as RuntimeExports;
  // programs name kernels by their place among the module's exports, which is the same on every thread
  const names = kernelNames(module);
  const base = runtime.table.grow(names.length);
  names.forEach((name, i) => {
    runtime.table.set(base + i, instance.exports[name]);
  });
  runtime.setNarrow(Number(build === '128-bit'));
  runtime.setThread(index, count, control, control + CONTROL.bytes * (2 + index), base);
  return {
    replay: address => {
      if (runtime.replay(address)) throw new Error('simd: a worker thread failed; open the device anew');
    },
    awaitProgram: runtime.awaitProgram,
  };
}

/** Names of all exported functions, in the module's order. */
export function kernelNames(module: WebAssembly.Module): string[] {
  return WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
}
