// The threads of a SIMD device. The calling thread is thread 0; the others are workers that sleep between programs.

import { Worker } from 'node:worker_threads';
import { CONTROL, makeThread, type Thread, type ThreadSetup } from './thread.ts';
import type { WorkerData } from './worker.ts';

export class ThreadPool {
  readonly count: number;
  private readonly own: Thread;
  private readonly control: Int32Array;

  constructor(setup: ThreadSetup) {
    const { memory, control, count } = setup;
    this.count = count;
    this.control = new Int32Array(memory.buffer, control, CONTROL.bytes / 4);
    this.own = makeThread(setup, 0);
    const file = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
    for (let index = 1; index < count; index++) {
      const workerData: WorkerData = { ...setup, index };
      const worker = new Worker(file, { workerData });
      worker.on('error', () => Atomics.store(this.control, CONTROL.failed, 1));
      worker.unref();
    }
  }

  /** Runs the program at `address` on all threads and returns when all are done. */
  run(address: number): void {
    if (this.count > 1) this.announce(address);
    this.own.replay(address);
  }

  /** Ends the workers. */
  close(): void {
    this.announce(0);
  }

  private announce(program: number): void {
    this.control[CONTROL.program] = program;
    Atomics.add(this.control, CONTROL.generation, 1);
    if (Atomics.load(this.control, CONTROL.sleepers) > 0) Atomics.notify(this.control, CONTROL.generation);
  }
}
