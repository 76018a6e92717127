// The threads of a SIMD device. The calling thread is thread 0; the others are workers that sleep between programs.

import { platform, type RunningWorker } from './platform.ts';
import { CONTROL, makeThread, type Thread, type ThreadSetup } from './thread.ts';

export class ThreadPool {
  readonly count: number;
  private readonly own: Thread;
  private readonly workers: readonly RunningWorker[];
  private readonly control: Int32Array;

  /** Resolves when every thread is ready; rejects when one cannot start. */
  static async open(setup: ThreadSetup): Promise<ThreadPool> {
    const control = new Int32Array(setup.memory.buffer, setup.control, CONTROL.bytes / 4);
    const failed = () => Atomics.store(control, CONTROL.failed, 1);
    const starting = Array.from({ length: setup.count - 1 }, (_, i) =>
      platform.startWorker({ ...setup, index: i + 1 }, failed),
    );
    const started = await Promise.allSettled(starting);
    const workers = started.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
    const refusal = started.find(result => result.status === 'rejected');
    if (refusal) {
      await Promise.all(workers.map(worker => worker.stop()));
      const { reason } = refusal;
      throw new Error(
        `simd: a worker thread could not start (${reason instanceof Error ? reason.message : reason}); one thread ` +
          'needs no worker: openDevice({ threads: 1 })',
        { cause: reason },
      );
    }
    return new ThreadPool(await makeThread(setup, 0), workers, control);
  }

  private constructor(own: Thread, workers: readonly RunningWorker[], control: Int32Array) {
    this.own = own;
    this.workers = workers;
    this.control = control;
    this.count = workers.length + 1;
  }

  /** Runs the program at `address` on all threads and returns when all are done. Throws when one has failed. */
  run(address: number): void {
    if (this.count > 1) this.announce(address);
    try {
      this.own.replay(address);
    } catch (error) {
      // or the workers would wait for this thread
      Atomics.store(this.control, CONTROL.failed, 1);
      throw error;
    }
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    this.announce(0);
    await Promise.all(this.workers.map(worker => worker.stop()));
  }

  private announce(program: number): void {
    this.control[CONTROL.program] = program;
    Atomics.add(this.control, CONTROL.generation, 1);
    if (Atomics.load(this.control, CONTROL.sleepers) > 0) Atomics.notify(this.control, CONTROL.generation);
  }
}
