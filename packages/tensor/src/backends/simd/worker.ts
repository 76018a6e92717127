// A worker thread of the SIMD backend: it waits for a program, replays its share, and waits again.

import { isNode } from './isNode.ts';
import { CONTROL, makeThread, type WorkerSetup } from './thread.ts';

async function work(setup: WorkerSetup, ready: () => void): Promise<void> {
  const { memory, control, index } = setup;
  const thread = await makeThread(setup, index);
  const words = new Int32Array(memory.buffer, control, CONTROL.bytes / 4);
  ready();
  for (let seen = 0; ; ) {
    seen = thread.awaitProgram(seen);
    const program = words[CONTROL.program]! >>> 0;
    if (program === 0) return; // the device was closed
    try {
      thread.replay(program);
    } catch (error) {
      Atomics.store(words, CONTROL.failed, 1);
      throw error;
    }
  }
}

// what goes wrong reaches the thread that started this one as the worker's error
if (isNode()) {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  work(workerData, () => parentPort!.postMessage('ready'));
} else {
  self.onmessage = ({ data }) => work(data, () => self.postMessage('ready')).catch(reportError);
}
