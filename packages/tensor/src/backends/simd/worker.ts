// A worker thread of the SIMD backend: it waits for a program, replays its share, and waits again.

import { workerData } from 'node:worker_threads';
import { CONTROL, makeThread, type ThreadSetup } from './thread.ts';

export interface WorkerData extends ThreadSetup {
  readonly index: number;
}

const { index, ...setup } = workerData as WorkerData;
const { memory, control } = setup;
const thread = makeThread(setup, index);
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
