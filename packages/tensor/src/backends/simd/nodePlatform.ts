// Node: files, worker_threads, V8's flags.

import type { Platform, RunningWorker } from './platform.ts';

// not written into `new URL(...)`: bundlers for pages would copy the file a second time, as it is
const WORKER: string = './worker.ts';

export const nodePlatform: Platform = {
  name: 'Node',
  async readKernels() {
    const { readFile } = process.getBuiltinModule('node:fs/promises');
    return Uint8Array.from(await readFile(new URL('./kernels.wasm', import.meta.url)));
  },
  get merges() {
    // by measurement: x64 and V8 13, which is Node 24
    return process.arch === 'x64' && Number(process.versions.v8.split('.')[0]) >= 13;
  },
  setMerging(on) {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    setFlagsFromString(on ? '--experimental-wasm-revectorize' : '--no-experimental-wasm-revectorize');
  },
  singleThreaded: undefined,
  startWorker(setup, failed) {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    // the process's own options are not handed on: with --eval's no file would start
    const worker = new Worker(new URL(WORKER, import.meta.url), { workerData: setup, execArgv: [] });
    return new Promise<RunningWorker>((resolve, reject) => {
      const fail = (cause: Error) => {
        reject(cause);
        failed();
      };
      worker.once('error', fail);
      worker.once('exit', () => fail(new Error('it ended before it was ready')));
      worker.once('message', () => {
        // an open device keeps no process alive
        worker.unref();
        resolve({
          stop: async () => {
            await worker.terminate();
          },
        });
      });
    });
  },
};
