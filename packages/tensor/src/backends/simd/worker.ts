// A worker thread of the SIMD backend: it waits for a program, replays its share, and waits again.

import { workerData } from 'node:worker_threads';
import { CONTROL, makeThread } from './thread.ts';

export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly index: number;
  readonly count: number;
}

const { module, memory, control, index, count } = workerData as WorkerData;
const thread = makeThread(module, memory, control, index, count);
const words = new Int32Array(memory.buffer, control, CONTROL.bytes / 4);
let seen = 0;
for (;;) {
  seen = thread.awaitProgram(seen);
  const program = words[CONTROL.program]! >>> 0;
  if (program === 0) break; // the device was closed
  try {
    thread.replay(program);
  } catch (error) {
    Atomics.store(words, CONTROL.failed, 1);
    throw error;
  }
}
